using System.Diagnostics;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Features.Audit;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BlazorTravel.Tests.Features.Audit;

/// <summary>Logs of 200,000 entries each: every query is answered by an index, and an export holds none of them for long.</summary>
public sealed class LogScaleTests(TestRun run) : IAsyncLifetime
{
    private const int Agencies = 20;
    private TestPlatform platform = null!;
    private AgencyTenant agency = null!;
    private ReadAgencyLog agencyLog = null!;
    private ReadPlatformLog platformLog = null!;
    private NpgsqlDataSource main = null!;
    private NpgsqlDataSource own = null!;

    public async ValueTask InitializeAsync()
    {
        var postgres = await run.PostgresAsync();
        platform = await TestPlatform.StartAsync(postgres);
        agency = await platform.AddAgencyAsync("busy");
        var current = new CurrentTenant();
        current.Set(agency);
        agencyLog = new ReadAgencyLog(new TenantDatabase(current, platform.Databases), platform.Main, current);
        platformLog = new ReadPlatformLog(platform.Main);
        await using (var db = await platform.Main.CreateDbContextAsync())
        {
            main = Connect(postgres, db.Database.GetDbConnection().Database);
        }
        own = Connect(postgres, agency.DatabaseName);
        await FillAsync(main, isPlatform: true);
        await FillAsync(own, isPlatform: false);
    }

    public async ValueTask DisposeAsync()
    {
        await main.DisposeAsync();
        await own.DisposeAsync();
        await platform.DisposeAsync();
    }

    [Fact]
    public async Task No_query_of_a_log_walks_the_whole_table()
    {
        var offenders = new List<string>();
        async Task CheckAsync(string what, Func<Task<AuditPage>> query)
        {
            var before = await SequentialScansAsync();
            var watch = Stopwatch.StartNew();
            var page = await query();
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{watch.ElapsedMilliseconds, 5} ms  {page.Lines.Count, 3} lines  {what}"
            );
            if (await SequentialScansAsync() != before)
            {
                offenders.Add(what);
            }
        }
        foreach (var query in Queries())
        {
            var filter = AuditFilter.Parse(query);
            await CheckAsync($"agency   {query}", () => agencyLog.RunAsync(filter));
            await CheckAsync($"platform {query}", () => platformLog.RunAsync(filter));
            var narrowed = filter with { Agency = "busy" };
            await CheckAsync($"platform {narrowed.Url("")}", () => platformLog.RunAsync(narrowed));
        }
        var gone = AuditFilter.Everything with { Agency = "gone" };
        await CheckAsync("platform, of an agency that is gone", () => platformLog.RunAsync(gone));
        Assert.Equal([], offenders);
    }

    [Fact]
    public async Task An_export_of_the_whole_log_needs_no_more_memory_at_its_end_than_at_its_beginning()
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .AddScoped<AuditWords>()
            .AddScoped<AuditCsv>()
            .BuildServiceProvider();
        var kept = new List<long>();
        await using var file = new CountedStream(
            () => kept.Add(GC.GetTotalMemory(forceFullCollection: true)),
            every: 3_000_000
        );
        var watch = Stopwatch.StartNew();
        var written = await services
            .GetRequiredService<AuditCsv>()
            .WriteAsync(file, AuditFilter.Everything, (at, size) => agencyLog.RunAsync(at, size), isPlatform: false);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{written} entries, {file.Length / 1_000_000.0:0.0} MB, {watch.Elapsed.TotalSeconds:0.0} s; kept {string.Join(", ", kept.Select(bytes => $"{bytes / 1_000_000.0:0.0}"))} MB"
        );
        Assert.Equal(AuditCsv.MaxRows, written);
        Assert.True(kept.Count >= 4);
        Assert.InRange(kept[^1] - kept[0], long.MinValue, 4_000_000);
    }

    private static IEnumerable<string> Queries()
    {
        var deep = EntryTime.FirstId(DateTimeOffset.UtcNow.AddDays(-60));
        return
        [
            "?",
            $"?before={deep}",
            "?area=request",
            "?area=agency",
            "?area=settings",
            "?area=nothing",
            $"?area=request&before={deep}",
            "?person=7",
            "?person=999999",
            "?person=Traveler",
            "?person=System",
            "?person=Nobody",
            "?person=platform",
            "?person=7&area=settings",
            "?q=request",
            "?q=k7m-4q2d",
            "?q=00ab0-f1",
            "?q=no+such+thing",
            "?q=x",
            "?q=no+such+thing&area=request",
            $"?from={DateTime.UtcNow.AddDays(-30):yyyy-MM-dd}&to={DateTime.UtcNow.AddDays(-29):yyyy-MM-dd}",
            "?from=2020-01-01&to=2020-01-31&zone=Europe/Berlin",
        ];
    }

    private async Task FillAsync(NpgsqlDataSource source, bool isPlatform)
    {
        var (column, value) = isPlatform ? ("tenant_id, ", $"nullif(i % {Agencies + 1}, 0), ") : ("", "");
        await using var command = source.CreateCommand(
            $"""
            INSERT INTO audit_entries (id, at, {column}actor_id, actor_name, address, origin, action, subject, before, after)
            SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3)
                    || '8' || substr(md5(i::text), 4, 15))::uuid,
                at, {value}
                CASE WHEN i % 3 > 0 THEN 1 + i % 50 END,
                CASE WHEN i % 3 > 0 THEN 'Person ' || 1 + i % 50 WHEN i % 900 = 0 THEN 'System' ELSE 'Traveler' END,
                '203.0.113.9', 'browser',
                CASE WHEN i % 5000 = 0 THEN 'settings.changed' WHEN i % 1000 = 0 THEN 'agency.changed'
                     WHEN i % 2 = 0 THEN 'request.status_changed' ELSE 'session.started' END,
                CASE WHEN i % 1000 = 0 THEN 'agency:busy' ELSE 'request:' || lpad(to_hex(i), 5, '0') || '-' || to_hex(i % 251) END,
                jsonb_build_object('status', 'new'), jsonb_build_object('status', 'offered')
            FROM generate_series(1, 200000) i, LATERAL (SELECT now() - i * interval '1 minute') t(at)
            """
        );
        await command.ExecuteNonQueryAsync();
        await using var analyze = source.CreateCommand("VACUUM ANALYZE audit_entries");
        await analyze.ExecuteNonQueryAsync();
    }

    private static NpgsqlDataSource Connect(TestPostgres postgres, string database) =>
        NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString(database))
            {
                CommandTimeout = 120,
                Pooling = false,
            }
        );

    private async Task<long> SequentialScansAsync()
    {
        platform.Connections.Forget(agency.DatabaseName);
        platform.MainSource.Clear();
        return await SequentialScansAsync(main) + await SequentialScansAsync(own);
    }

    // A connection reports what it did when it closes, at the latest.
    private static async Task<long> SequentialScansAsync(NpgsqlDataSource source)
    {
        while (true)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT seq_scan, (SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend')
                FROM pg_stat_user_tables WHERE relname = 'audit_entries'
                """;
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            if (reader.GetInt64(1) == 0)
            {
                return reader.GetInt64(0);
            }
            await Task.Delay(5);
        }
    }

    /// <summary>Takes bytes, keeps none, and calls back now and then.</summary>
    private sealed class CountedStream(Action callback, long every) : Stream
    {
        private long length;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => length;

        public override long Position
        {
            get => length;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if ((length + count) / every > length / every)
            {
                callback();
            }
            length += count;
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
