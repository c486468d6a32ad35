using System.Diagnostics;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Features.Desk.Api;
using BlazorTravel.Web.Features.Desk.Dashboard;
using BlazorTravel.Web.Features.Desk.Queue;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Tests.Features.Desk;

/// <summary>An agency with a million requests: every query of the queue and the dashboard is answered by an index.</summary>
public sealed class QueueScaleTests(TestRun run) : IAsyncLifetime
{
    private const int Rows = 1_000_000;
    private TestPlatform platform = null!;
    private AgencyTenant agency = null!;
    private TenantDatabase database = null!;
    private NpgsqlDataSource source = null!;

    public async ValueTask InitializeAsync()
    {
        var postgres = await run.PostgresAsync();
        platform = await TestPlatform.StartAsync(postgres);
        agency = await platform.AddAgencyAsync("million");
        var current = new CurrentTenant();
        current.Set(agency);
        database = new TenantDatabase(current, platform.Databases);
        source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString(agency.DatabaseName))
            {
                CommandTimeout = 120,
                Pooling = false,
            }
        );
        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await platform.DisposeAsync();
    }

    [Fact]
    public async Task No_query_of_the_desk_walks_the_whole_table()
    {
        var list = new ListRequests(database, TimeProvider.System);
        var refresh = new RefreshRows(database, TimeProvider.System);
        var dashboard = new ReadDashboard(database, TimeProvider.System);
        var offenders = new List<string>();
        var output = TestContext.Current.TestOutputHelper!;

        async Task CheckAsync(string what, Func<Task> query)
        {
            var before = await SequentialScansAsync();
            var watch = Stopwatch.StartNew();
            await query();
            output.WriteLine($"{watch.ElapsedMilliseconds, 5} ms  {what}");
            if (await SequentialScansAsync() != before)
            {
                offenders.Add(what);
            }
        }

        foreach (var filter in Filters())
        {
            foreach (var column in Enum.GetValues<QueueColumn>())
            {
                var sort = QueueSort.FirstChoice(column);
                foreach (var order in filter == QueueFilter.Everything ? [sort, sort.Reversed] : (QueueSort[])[sort])
                {
                    // As the page does: only what waits is sorted by its waiting time.
                    var sorted = QueueFilter.Parse((filter with { Sort = order }).Url());
                    await CheckAsync(sorted.Url(), () => list.RunAsync(sorted));
                }
            }
        }
        var deep = QueueFilter.Everything with { Page = 20_000, After = Rows / 2 };
        await CheckAsync(deep.Url(), () => list.RunAsync(deep));
        var back = QueueFilter.Everything with { Page = 20_000, Before = Rows / 2 };
        await CheckAsync(back.Url(), () => list.RunAsync(back));
        await CheckApiAsync(list, CheckAsync);
        await CheckAsync("refresh", () => refresh.RunAsync(QueueFilter.Everything, [1, 2, 3], Rows - 20));
        await CheckAsync("dashboard", () => dashboard.RunAsync());

        Assert.True((await list.RunAsync(QueueFilter.Everything)).HasMoreThanTotal);
        Assert.Equal([], offenders);
    }

    /// <summary>The API's pages: the first and the last that a number reaches, and one by cursor in the middle of all.</summary>
    private async Task CheckApiAsync(ListRequests list, Func<string, Func<Task>, Task> check)
    {
        var current = new CurrentTenant();
        current.Set(agency);
        var cursors = new RequestCursors(new EphemeralDataProtectionProvider(), current);
        var requests = new PageRequests(list, cursors);
        string[] filters = ["", "&status=booked", "&status=new,in_progress", "&q=patagonia", "&status=declined&q=rome"];
        await using var lease = await database.OpenAsync();
        var middle = await lease.Db.TravelRequests.AsNoTracking().SingleAsync(request => request.Id == Rows / 2);
        foreach (var (order, sort) in PageRequests.Orders)
        {
            foreach (var filter in filters)
            {
                var asked = $"?page_size=100&sort={order}{filter}";
                await check($"api {asked}", () => ReadAsync(asked));
            }
            await check($"api {order} page 100", () => ReadAsync($"?page_size=100&page=100&sort={order}"));
            var cursor = cursors.Write(QueueFilter.Everything with { Sort = sort }, middle, 5_000);
            await check($"api {order} by cursor", () => ReadAsync($"?page_size=100&sort={order}&cursor={cursor}"));
        }

        Task<ListedPage> ReadAsync(string query)
        {
            var http = new DefaultHttpContext();
            http.Request.QueryString = new QueryString(query);
            return requests.RunAsync(new QueryFields(http.Request));
        }
    }

    private static IEnumerable<QueueFilter> Filters() =>
        [
            .. QueueView.All.Select(view => view.Filter),
            QueueView.Unread,
            .. Enum.GetValues<RequestStatus>().Select(status => QueueFilter.Everything with { Statuses = [status] }),
            QueueFilter.Everything with
            {
                Statuses = [RequestStatus.Declined, RequestStatus.Cancelled],
            },
            QueueFilter.Everything with
            {
                From = new DateOnly(2030, 1, 1),
            },
            QueueFilter.Everything with
            {
                Search = "patagonia",
            },
            QueueFilter.Everything with
            {
                Search = "traveler777777@",
            },
            QueueFilter.Everything with
            {
                Search = "li",
            },
            QueueFilter.Everything with
            {
                Search = "nothing like this",
            },
        ];

    private async Task FillAsync()
    {
        var watch = Stopwatch.StartNew();
        // Indexes are built afterwards, which is several times faster than keeping them up to date.
        await RunAsync(
            """
            CREATE TEMP TABLE later AS SELECT indexdef FROM pg_indexes
            WHERE tablename = 'travel_requests' AND indexname <> 'pk_travel_requests';
            DO $$ DECLARE name text; BEGIN
                FOR name IN SELECT indexname FROM pg_indexes
                    WHERE tablename = 'travel_requests' AND indexname <> 'pk_travel_requests'
                LOOP EXECUTE 'DROP INDEX ' || quote_ident(name); END LOOP;
            END $$;
            INSERT INTO travel_requests (reference, access_token, submission_key, destination, travel_date, user_email,
                num_persons, culture, status, status_changed_at, seen_at, created_at, updated_at)
            SELECT lpad(to_hex(i), 7, '0'), md5(i::text), md5(i::text)::uuid,
                (ARRAY['Lisbon', 'Rome', 'Kyoto', 'Oslo', 'Bali', 'Crete', 'Patagonia', 'Hanoi'])[1 + i % 8],
                CURRENT_DATE - 1300 + i / 700, 'traveler' || i || '@example.com', 1 + floor(9 * random())::int, 'en',
                CASE WHEN i > 999000 THEN 'new' WHEN i > 997000 THEN 'in_progress' WHEN i % 50 = 0 THEN 'offered'
                     WHEN i % 3 = 0 THEN 'cancelled' WHEN i % 7 = 0 THEN 'declined' ELSE 'booked' END,
                at, CASE WHEN i <= 999500 THEN at END, at, at
            FROM generate_series(1, 1000000) i, LATERAL (SELECT now() - (1000000 - i) * interval '100 seconds') t(at);
            SET maintenance_work_mem = '256MB';
            DO $$ DECLARE definition text; BEGIN
                FOR definition IN SELECT indexdef FROM later LOOP EXECUTE definition; END LOOP;
            END $$;
            """
        );
        // What autovacuum does on a server that lives longer than this test.
        await RunAsync("VACUUM ANALYZE travel_requests");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Rows} rows in {watch.Elapsed.TotalSeconds:0} s");
    }

    // A connection reports what it did when it closes, at the latest.
    private async Task<long> SequentialScansAsync()
    {
        platform.Connections.Forget(agency.DatabaseName);
        long? last = null;
        while (true)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT seq_scan, (SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend')
                FROM pg_stat_user_tables WHERE relname = 'travel_requests'
                """;
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            last = reader.GetInt64(0);
            if (reader.GetInt64(1) == 0)
            {
                return last.Value;
            }
            await Task.Delay(5);
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
