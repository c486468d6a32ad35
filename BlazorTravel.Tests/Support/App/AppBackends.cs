using BlazorTravel.Web.Limits;

namespace BlazorTravel.Tests.Support;

/// <summary>What stands behind the servers of one test class.</summary>
/// <param name="RealRedis">Debian's Redis instead of the embedded one, so that a test can stop and restart it.</param>
public sealed record AppBackendsOptions(bool RealRedis = false, SmtpSinkOptions? Smtp = null);

/// <summary>
/// A new main database, a Redis, an SMTP server and a data folder, and any number of servers of the app that share them.
/// Agencies' databases are named after the main one, so that classes do not meet on the run's PostgreSQL.
/// </summary>
public sealed class AppBackends : IAsyncDisposable
{
    public const string SuperadminEmail = "superadmin@example.com";
    public const string SuperadminPassword = "Correct-Horse-2026";
    public const string MailFrom = "no-reply@example.com";

    private readonly List<RunningApp> _servers = [];
    private readonly SmtpSinkOptions _smtp;
    private readonly IAsyncDisposable _redis;

    private AppBackends(
        TestPostgres postgres,
        string mainDatabase,
        IAsyncDisposable redis,
        string redisConnection,
        SmtpSink mail,
        SmtpSinkOptions smtp
    )
    {
        Postgres = postgres;
        MainDatabase = mainDatabase;
        _redis = redis;
        RedisConnection = redisConnection;
        Mail = mail;
        _smtp = smtp;
    }

    public TestPostgres Postgres { get; }

    /// <summary>The name of the main database.</summary>
    public string MainDatabase { get; }

    /// <summary>For <c>ConnectionStrings:Main</c>.</summary>
    public string MainConnection => Postgres.ConnectionString(MainDatabase);

    /// <summary>For <c>ConnectionStrings:Redis</c>.</summary>
    public string RedisConnection { get; }

    /// <summary>The real Redis, when these backends were started with one.</summary>
    public RealRedis RealRedis =>
        _redis as RealRedis ?? throw new InvalidOperationException("Start the backends with RealRedis: true.");

    /// <summary>Where the app's mail arrives.</summary>
    public SmtpSink Mail { get; }

    public string DataDirectory { get; } = Repository.NewTemporaryFolder("data");

    public static async Task<AppBackends> StartAsync(TestRun run, AppBackendsOptions? options = null)
    {
        var chosen = options ?? new AppBackendsOptions();
        var postgres = await run.PostgresAsync();
        var database = postgres.NewDatabaseName("main");
        await postgres.MakeDatabaseAsync(database);

        IAsyncDisposable redis;
        string redisConnection;
        if (chosen.RealRedis)
        {
            var real = await RealRedis.StartAsync();
            (redis, redisConnection) = (real, real.ConnectionString);
        }
        else
        {
            var embedded = await TestRedis.StartAsync();
            (redis, redisConnection) = (embedded, embedded.ConnectionString);
        }

        var smtp = chosen.Smtp ?? new SmtpSinkOptions();
        try
        {
            var mail = await SmtpSink.StartAsync(smtp);
            return new AppBackends(postgres, database, redis, redisConnection, mail, smtp);
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server in this process; it stops with the backends, or earlier when disposed.</summary>
    public async Task<AppServer> StartServerAsync(AppOptions? options = null) =>
        Keep(await AppServer.StartAsync(this, options ?? new AppOptions()));

    /// <summary>Starts a server as a process of its own; it stops with the backends, or earlier when disposed.</summary>
    public async Task<AppProcess> StartProcessAsync(AppOptions? options = null) =>
        Keep(await AppProcess.StartAsync(this, options ?? new AppOptions()));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        await Mail.DisposeAsync();
        await _redis.DisposeAsync();
        Repository.DeleteFolder(DataDirectory);
    }

    internal Dictionary<string, string?> SettingsFor(AppOptions options, string baseDomain)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Main"] = MainConnection,
            ["ConnectionStrings:Redis"] = RedisConnection,
            ["BaseDomain"] = baseDomain,
            ["DataDirectory"] = DataDirectory,
            ["Superadmin:Email"] = SuperadminEmail,
            ["Superadmin:Password"] = SuperadminPassword,
            ["Demo:Enabled"] = "false",
            ["Smtp:Host"] = Mail.Host,
            ["Smtp:Port"] = $"{Mail.Port}",
            ["Smtp:Security"] = _smtp.Security.ToString(),
            ["Smtp:From"] = MailFrom,
            ["Smtp:Username"] = _smtp.Username,
            ["Smtp:Password"] = _smtp.Password,
            // A run's own address and speed are no stranger's; tests of the limits and the trap set what they need.
            ["FormTrap:MinimumTime"] = "00:00:00",
        };
        foreach (var limit in Limit.All)
            settings[$"Limits:{limit.Setting}:Permits"] = "100000";
        foreach (var (key, value) in options.Settings)
            settings[key] = value;
        return settings;
    }

    private T Keep<T>(T server)
        where T : RunningApp
    {
        _servers.Add(server);
        return server;
    }
}
