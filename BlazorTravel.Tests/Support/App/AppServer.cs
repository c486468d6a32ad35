using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// The real app in the test's process on a real port. Its services are at hand; for kill -9 see <see cref="AppProcess"/>.
/// </summary>
public sealed class AppServer : RunningApp
{
    private readonly Factory _factory;

    private AppServer(Factory factory, int port, string baseDomain)
        : base(port, baseDomain)
    {
        _factory = factory;
    }

    public IServiceProvider Services => _factory.Services;

    /// <summary>What the app logged as warning or worse, unless told otherwise, in the order it came.</summary>
    public IReadOnlyList<LoggedLine> Complaints => _factory.Log.Lines;

    internal static async Task<AppServer> StartAsync(AppBackends backends, AppOptions options)
    {
        var port = options.Port ?? FreePort.Next();
        var baseDomain = options.BaseDomain ?? $"localhost:{port}";
        var factory = new Factory(options, backends.SettingsFor(options, baseDomain));
        try
        {
            factory.UseKestrel(port);
            // Starts synchronously and migrates databases meanwhile.
            await Task.Run(factory.StartServer);
            return new AppServer(factory, port, baseDomain);
        }
        catch (Exception exception)
        {
            await factory.DisposeAsync();
            throw new InvalidOperationException(
                $"The app did not start: {exception.Message}\n{string.Join('\n', factory.Log.Lines)}",
                exception
            );
        }
    }

    public override ValueTask DisposeAsync() => _factory.DisposeAsync();

    private sealed class Factory(AppOptions options, IReadOnlyDictionary<string, string?> settings)
        : WebApplicationFactory<Program>
    {
        public CollectedLog Log { get; } = new(options.LogFrom);

        protected override IHost CreateHost(IHostBuilder builder)
        {
            // The host's configuration is there when Program's first line reads it; the app's would come too late.
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(settings));
            return base.CreateHost(builder);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(options.Environment);
            // Unpublished, the static files are found through the build's manifest, which only Development reads by itself.
            builder.UseStaticWebAssets();
            builder.ConfigureLogging(logging =>
            {
                logging.ClearProviders().AddProvider(Log);
                if (options.LogFrom < LogLevel.Warning)
                {
                    // Over what the configuration says of some categories.
                    logging.AddFilter<CollectedLog>(null, options.LogFrom);
                }
            });
            if (options.Services is { } change)
            {
                builder.ConfigureTestServices(change);
            }
        }
    }
}
