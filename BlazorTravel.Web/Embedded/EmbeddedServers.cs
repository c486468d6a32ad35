namespace BlazorTravel.Web.Embedded;

/// <summary>The servers this process started and must not leave behind.</summary>
internal sealed class EmbeddedServers : IAsyncDisposable
{
    private readonly SemaphoreSlim _stopping = new(1);

    public EmbeddedPostgres? Postgres { get; private set; }

    public EmbeddedGarnet? Garnet { get; private set; }

    /// <summary>Starts what has no connection string of its own and notes the connection strings.</summary>
    /// <returns>The settings to add to the configuration.</returns>
    public async Task<Dictionary<string, string?>> StartAsync(
        IConfiguration configuration,
        string dataDirectory,
        ILoggerFactory loggers,
        Action<ILoggingBuilder> configureLogging,
        CancellationToken cancellationToken
    )
    {
        var settings = new Dictionary<string, string?>();
        var needsPostgres = string.IsNullOrWhiteSpace(configuration.GetConnectionString("Main"));
        var needsGarnet = string.IsNullOrWhiteSpace(configuration.GetConnectionString("Redis"));
        try
        {
            PrivateFolder.Create(dataDirectory, PrivateFolder.OthersMayEnter);
        }
        catch (UnauthorizedAccessException e)
        {
            throw PrivateFolder.BelongsToSomeoneElse(dataDirectory, e);
        }

        // Each takes about half a second, mostly waiting.
        var postgres = needsPostgres ? StartPostgresAsync() : Task.CompletedTask;
        var garnet = needsGarnet ? StartGarnetAsync() : Task.CompletedTask;
        await Task.WhenAll(postgres, garnet);
        return settings;

        async Task StartPostgresAsync()
        {
            var options = new EmbeddedPostgresOptions
            {
                DataDirectory = Path.Combine(dataDirectory, "postgres"),
                BinDirectory = configuration["Embedded:PostgresBin"],
                InstallWhenMissing = configuration.GetValue("Embedded:InstallPostgres", true),
            };
            Postgres = await EmbeddedPostgres.StartAsync(
                options,
                loggers.CreateLogger<EmbeddedPostgres>(),
                cancellationToken
            );
            await Postgres.EnsureDatabaseAsync("blazortravel", cancellationToken);
            lock (settings)
            {
                settings["ConnectionStrings:Main"] = Postgres.ConnectionString("blazortravel");
            }
        }

        async Task StartGarnetAsync()
        {
            // Its constructor works for half a second without a pause.
            Garnet = await Task.Run(
                () =>
                    EmbeddedGarnet.StartAsync(
                        Path.Combine(dataDirectory, "garnet"),
                        configureLogging,
                        cancellationToken: cancellationToken
                    ),
                cancellationToken
            );
            lock (settings)
            {
                settings["ConnectionStrings:Redis"] = Garnet.ConnectionString;
            }
        }
    }

    /// <summary>Stops what runs; whoever asks second waits until the first is done.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.WaitAsync();
        try
        {
            if (Garnet is not null)
            {
                await Garnet.DisposeAsync();
            }

            if (Postgres is not null)
            {
                await Postgres.StopAsync();
            }
        }
        finally
        {
            _stopping.Release();
        }
    }
}
