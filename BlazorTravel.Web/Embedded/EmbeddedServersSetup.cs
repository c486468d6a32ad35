namespace BlazorTravel.Web.Embedded;

/// <summary>The default set-up: the app brings its own PostgreSQL and Redis where none are configured.</summary>
public static class EmbeddedServersSetup
{
    /// <summary>
    /// Starts a private PostgreSQL where <c>ConnectionStrings:Main</c> is empty and an in-process Garnet where
    /// <c>ConnectionStrings:Redis</c> is, and adds both strings and the full path of <c>DataDirectory</c> to the
    /// configuration. They stop after everything else, however the app ends short of being killed. When one cannot
    /// start, the reason is printed and the process ends with exit code 1.
    /// </summary>
    public static async Task AddEmbeddedServersAsync(this WebApplicationBuilder builder)
    {
        var dataDirectory = DataDirectory(builder.Configuration, builder.Environment.ContentRootPath);
        var settings = new Dictionary<string, string?> { ["DataDirectory"] = dataDirectory };
        if (NeedsServers(builder.Configuration))
        {
            var configureLogging = LoggingLike(builder);
            using var loggers = LoggerFactory.Create(configureLogging);
            var servers = new EmbeddedServers();
            // Disposed by the container: after all hosted services stopped and also when start-up fails later.
            var shutdown = new EmbeddedServersShutdown(servers);
            builder.Services.Insert(
                0,
                ServiceDescriptor.Singleton<IHostedService>(provider =>
                    shutdown.With(provider.GetRequiredService<IHostApplicationLifetime>())
                )
            );
            try
            {
                var connections = await servers.StartAsync(
                    builder.Configuration,
                    dataDirectory,
                    loggers,
                    configureLogging,
                    shutdown.Interrupted
                );
                foreach (var (name, value) in connections)
                {
                    settings[name] = value;
                }

                shutdown.Interrupted.ThrowIfCancellationRequested();
                shutdown.StartUpIsOver();
            }
            catch (Exception) when (shutdown.Interrupted.IsCancellationRequested)
            {
                // Ctrl+C reaches the tools too, and what they complain about then is no news.
                await shutdown.DisposeAsync();
                Environment.Exit(130);
            }
            catch (EmbeddedSetupException e)
            {
                await shutdown.DisposeAsync();
                await Console.Error.WriteLineAsync($"{Environment.NewLine}{e.Message}{Environment.NewLine}");
                Environment.Exit(1);
            }
            catch
            {
                await shutdown.DisposeAsync();
                throw;
            }
        }

        builder.Configuration.AddInMemoryCollection(settings);
    }

    /// <summary>
    /// The full path of the configured <c>DataDirectory</c>; without one <c>.data</c> beside the solution, or beside
    /// the content root of a published app.
    /// </summary>
    internal static string DataDirectory(IConfiguration configuration, string contentRoot)
    {
        if (configuration["DataDirectory"] is { Length: > 0 } configured)
        {
            return Path.GetFullPath(configured);
        }

        var root = new DirectoryInfo(contentRoot);
        for (var folder = root; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BlazorTravel.sln")))
            {
                return Path.Combine(folder.FullName, ".data");
            }
        }

        return Path.Combine(root.FullName, ".data");
    }

    private static bool NeedsServers(IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration.GetConnectionString("Main"))
        || string.IsNullOrWhiteSpace(configuration.GetConnectionString("Redis"));

    // The app's own logging exists only once it is built, which needs the connection strings.
    private static Action<ILoggingBuilder> LoggingLike(WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Logging");
        return logging => logging.AddConfiguration(section).AddConsole();
    }
}
