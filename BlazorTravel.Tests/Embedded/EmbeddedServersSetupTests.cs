using BlazorTravel.Web.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using StackExchange.Redis;

namespace BlazorTravel.Tests.Embedded;

public sealed class EmbeddedServersSetupTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_both_connection_strings_set_nothing_starts()
    {
        var builder = Builder(
            ("ConnectionStrings:Main", "Host=db.example;Database=main"),
            ("ConnectionStrings:Redis", "redis.example:6379")
        );
        var before = builder.Services.Count;

        await builder.AddEmbeddedServersAsync();

        Assert.Equal("Host=db.example;Database=main", builder.Configuration.GetConnectionString("Main"));
        Assert.Equal("redis.example:6379", builder.Configuration.GetConnectionString("Redis"));
        Assert.Equal(before, builder.Services.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Without_connection_strings_both_servers_run_until_everything_else_is_gone()
    {
        var builder = Builder();
        await builder.AddEmbeddedServersAsync();
        builder.Services.AddSingleton<UsesServersWhenDisposed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<UsesServersWhenDisposed>());
        var main = builder.Configuration.GetConnectionString("Main")!;
        var redis = builder.Configuration.GetConnectionString("Redis")!;

        UsesServersWhenDisposed user;
        await using (var app = builder.Build())
        {
            app.Urls.Add("http://127.0.0.1:0");
            await app.StartAsync(TestContext.Current.CancellationToken);
            user = app.Services.GetRequiredService<UsesServersWhenDisposed>();
            Assert.Equal("blazortravel", await DatabaseAsync(main));
            await PingAsync(redis);
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("blazortravel", user.SeenWhenDisposed);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => DatabaseAsync(main));
        var options = ConfigurationOptions.Parse(redis);
        options.AbortOnConnectFail = true;
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    [Fact]
    public async Task With_only_the_database_configured_only_Garnet_starts()
    {
        var builder = Builder(("ConnectionStrings:Main", "Host=db.example;Database=main"));

        await builder.AddEmbeddedServersAsync();

        await using var app = builder.Build();
        await PingAsync(builder.Configuration.GetConnectionString("Redis")!);
        Assert.Equal("Host=db.example;Database=main", builder.Configuration.GetConnectionString("Main"));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "postgres")));
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_data_folder_lies_beside_the_solution_or_beside_a_published_app()
    {
        var configuration = new ConfigurationManager();
        var project = Directory.CreateDirectory(Path.Combine(_folder.Path, "BlazorTravel.Web")).FullName;
        Assert.Equal(Path.Combine(project, ".data"), EmbeddedServersSetup.DataDirectory(configuration, project));

        File.WriteAllText(Path.Combine(_folder.Path, "BlazorTravel.sln"), "");
        Assert.Equal(Path.Combine(_folder.Path, ".data"), EmbeddedServersSetup.DataDirectory(configuration, project));

        configuration["DataDirectory"] = "/somewhere/else/../here";
        Assert.Equal(Path.GetFullPath("/somewhere/here"), EmbeddedServersSetup.DataDirectory(configuration, project));
    }

    private WebApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production, ContentRootPath = _folder.Path }
        );
        builder.Configuration["DataDirectory"] = _folder.Path;
        builder.Configuration["Urls"] = "http://127.0.0.1:0";
        builder.Configuration["ConnectionStrings:Main"] = "";
        builder.Configuration["ConnectionStrings:Redis"] = "";
        foreach (var (name, value) in settings)
        {
            builder.Configuration[name] = value;
        }

        return builder;
    }

    private static async Task<string?> DatabaseAsync(string connectionString)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT current_database()::text", connection);
        return await command.ExecuteScalarAsync() as string;
    }

    private static async Task PingAsync(string connectionString)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        await redis.GetDatabase().PingAsync();
    }

    private sealed class UsesServersWhenDisposed(IConfiguration configuration) : BackgroundService, IAsyncDisposable
    {
        public string? SeenWhenDisposed { get; private set; }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public async ValueTask DisposeAsync() =>
            SeenWhenDisposed = await DatabaseAsync(configuration.GetConnectionString("Main")!);
    }
}
