using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>Reads the current agency's face for editing.</summary>
public sealed class ReadSettings(IDbContextFactory<MainDbContext> databases, CurrentTenant current)
{
    public async Task<SettingsForm> RunAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db
            .Tenants.AsNoTracking()
            .SingleAsync(t => t.Id == current.Required.TenantId, cancellationToken);
        return new SettingsForm
        {
            Name = tenant.Name,
            BrandColor = tenant.BrandColor,
            WelcomeText = tenant.WelcomeText,
            ReplyTo = tenant.ReplyTo,
            Version = tenant.Version,
        };
    }
}
