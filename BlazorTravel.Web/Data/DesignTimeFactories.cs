using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BlazorTravel.Web.Data;

/// <summary>Lets `dotnet ef migrations add` see the model without starting the application or a database.</summary>
public sealed class MainDesignTimeFactory : IDesignTimeDbContextFactory<MainDbContext>
{
    public MainDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<MainDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
}

public sealed class TenantDesignTimeFactory : IDesignTimeDbContextFactory<TenantDbContext>
{
    public TenantDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<TenantDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
}
