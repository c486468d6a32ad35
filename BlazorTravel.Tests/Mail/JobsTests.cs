using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Setup;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace BlazorTravel.Tests.Mail;

/// <summary>The clustered jobs on a real main database, with the real clock.</summary>
public sealed class JobsTests(TestRun run)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_job_for_due_mail_runs_on_one_server_at_a_time_and_goes_on_when_that_one_stops()
    {
        var connection = await (await run.PostgresAsync()).NewDatabaseAsync("jobs");
        await MigrateAsync(connection);
        var runs = new Runs();
        await using var one = Build(connection, runs, "one");
        await using var two = Build(connection, runs, "two");
        await one.StartAsync(Cancelled);
        await two.StartAsync(Cancelled);
        var first = await runs.NextAsync();

        await (first == "one" ? one : two).StopAsync(Cancelled);

        while (await runs.NextAsync() == first) { }
        await (first == "one" ? two : one).StopAsync(Cancelled);
        Assert.False(runs.Overlapped);
    }

    [Fact]
    public async Task The_jobs_start_as_soon_as_the_database_answers()
    {
        var postgres = await run.PostgresAsync();
        var real = await postgres.NewDatabaseAsync("jobs");
        await MigrateAsync(real);
        var port = FreePort.Next();
        var behindGate = new NpgsqlConnectionStringBuilder(real) { Host = "127.0.0.1", Port = port };
        var runs = new Runs();
        await using var server = Build(behindGate.ConnectionString, runs, "one");
        await server.StartAsync(Cancelled);
        await runs.RefusedAsync();

        await using var gate = Gate.Open(port, postgres.Port);

        Assert.Equal("one", await runs.NextAsync());
        await server.StopAsync(Cancelled);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static WebApplication Build(string connection, Runs runs, string name)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:Main"] = connection,
                ["ConnectionStrings:Redis"] = "127.0.0.1:1,connectTimeout=100",
                ["urls"] = "http://127.0.0.1:0",
                ["DataDirectory"] = Path.GetTempPath(),
            }
        );
        builder.Logging.ClearProviders().AddProvider(runs);
        builder.AddData();
        builder.AddRedis();
        builder.AddTenancy();
        builder.AddMail();
        builder.AddJobs();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddQuartz(quartz => quartz.AddJobListener(new Listener(runs, name)));
        return builder.Build();
    }

    private static async Task MigrateAsync(string connection)
    {
        var options = new DbContextOptionsBuilder<MainDbContext>()
            .UseNpgsql(connection)
            .UseSnakeCaseNamingConvention()
            .Options;
        await using var db = new MainDbContext(options);
        await db.Database.MigrateAsync(Cancelled);
    }

    /// <summary>Which server ran the job, in order; also hears that the jobs could not be started yet.</summary>
    private sealed class Runs : ILoggerProvider, ILogger
    {
        private readonly Channel<string> names = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int running;

        public bool Overlapped { get; private set; }

        public void Begin(string name)
        {
            Overlapped |= Interlocked.Increment(ref running) > 1;
            names.Writer.TryWrite(name);
        }

        public void End() => Interlocked.Decrement(ref running);

        public Task<string> NextAsync() => names.Reader.ReadAsync(Cancelled).AsTask().WaitAsync(Patience, Cancelled);

        public Task RefusedAsync() => refused.Task.WaitAsync(Patience, Cancelled);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (formatter(state, exception).EndsWith("the jobs wait for it", StringComparison.Ordinal))
            {
                refused.TrySetResult();
            }
        }

        public void Dispose() { }
    }

    private sealed class Listener(Runs runs, string name) : IJobListener
    {
        public string Name => name;

        public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            runs.Begin(name);
            return ValueTask.CompletedTask;
        }

        public ValueTask JobExecutionVetoed(
            IJobExecutionContext context,
            CancellationToken cancellationToken = default
        ) => ValueTask.CompletedTask;

        public ValueTask JobWasExecuted(
            IJobExecutionContext context,
            JobExecutionException? jobException,
            CancellationToken cancellationToken = default
        )
        {
            runs.End();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A port that leads to another one: opened late, it is a server that comes up late.</summary>
    private sealed class Gate : IAsyncDisposable
    {
        private readonly TcpListener listener;
        private readonly CancellationTokenSource closed = new();
        private readonly Task work;

        private Gate(int port, int behind)
        {
            listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            work = AcceptAsync(behind);
        }

        public static Gate Open(int port, int behind) => new(port, behind);

        public async ValueTask DisposeAsync()
        {
            await closed.CancelAsync();
            listener.Stop();
            await work;
            closed.Dispose();
        }

        private async Task AcceptAsync(int behind)
        {
            try
            {
                while (true)
                {
                    var guest = await listener.AcceptTcpClientAsync(closed.Token);
                    _ = PassAsync(guest, behind);
                }
            }
            catch (OperationCanceledException)
            {
                // Closed.
            }
        }

        private async Task PassAsync(TcpClient guest, int behind)
        {
            using var host = new TcpClient();
            using (guest)
            {
                try
                {
                    await host.ConnectAsync(IPAddress.Loopback, behind, closed.Token);
                    await Task.WhenAny(
                        guest.GetStream().CopyToAsync(host.GetStream(), closed.Token),
                        host.GetStream().CopyToAsync(guest.GetStream(), closed.Token)
                    );
                }
                catch (Exception exception)
                    when (exception is IOException or SocketException or OperationCanceledException)
                {
                    // One side went away.
                }
            }
        }
    }
}
