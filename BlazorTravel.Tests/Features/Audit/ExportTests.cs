using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Audit;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.Audit;

/// <summary>The logs as files: for whom, with what in them, and what they must never do to a spreadsheet.</summary>
public sealed class ExportTests(AppFixture app) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private AuditWorld world = null!;

    public async ValueTask InitializeAsync() => world = await AuditWorld.StartAsync(app.Server, "export");

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_admin_gets_what_the_filter_finds_and_the_log_says_so()
    {
        await AddAsync("request:AAA-0001", "Ana");
        await AddAsync("request:BBB-0002", "Ben, \"the\" second");
        using var client = await SignedInAsync(world.Agency.AdminEmail);

        using var answer = await client.GetAsync("/admin/audit/export.csv?q=bbb");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(
            $"attachment; filename=\"{world.Agency.Tenant.Subdomain}-activity-",
            answer.Content.Headers.ContentDisposition!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var rows = Read(bytes);
        var row = Assert.Single(rows);
        Assert.Equal("Ben, \"the\" second", row["who"]);
        Assert.Equal(("Changed the status", "request:BBB-0002"), (row["what"], row["subject"]));
        Assert.Equal(("""{"status": "new"}""", """{"status": "offered"}"""), (row["before"], row["after"]));
        Assert.EndsWith("Z", row["time_utc"], StringComparison.Ordinal);
        Assert.DoesNotContain("agency", row.Keys);

        await using var lease = await world.Desk.OpenAsync();
        var noted = await lease.Db.AuditEntries.SingleAsync(entry => entry.Action == AuditActions.LogExported);
        Assert.Equal("""{"about": "bbb"}""", noted.After);
        Assert.Equal("browser", noted.Origin);
        Assert.NotNull(noted.ActorId);
    }

    [Fact]
    public async Task The_superadmins_file_tells_which_agency()
    {
        using var client = await SignedInAsync(AppBackends.SuperadminEmail, AppBackends.SuperadminPassword, null);
        await using (var db = await world.MainAsync())
        {
            db.AuditEntries.Add(Entry("user:ana@example.com", "Ana", world.TenantId));
            await db.SaveChangesAsync();
        }
        var rows = Read(
            await client.GetByteArrayAsync($"/superadmin/audit/export.csv?agency={world.Agency.Tenant.Subdomain}")
        );
        var row = Assert.Single(rows, row => row["subject"] == "user:ana@example.com");
        Assert.Equal(($"{world.TenantId}", world.Agency.Tenant.Name), (row["agency_id"], row["agency"]));
        await using var main = await world.MainAsync();
        Assert.True(await main.AuditEntries.AnyAsync(entry => entry.Action == AuditActions.LogExported));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("＝1")]
    public async Task No_cell_is_a_formula(string name)
    {
        await AddAsync("request:AAA-0001", name);
        var text = Encoding.UTF8.GetString(await WriteAsync());
        Assert.Equal($"'{name}", Assert.Single(Read(Encoding.UTF8.GetBytes(text)))["who"]);
    }

    [Fact]
    public async Task Only_an_agencys_admin_gets_its_log_and_only_the_superadmin_the_platforms()
    {
        var agent = $"agent@{world.Agency.Tenant.Subdomain}.example";
        await world.Agency.AddPersonAsync(app.Server, agent, AgencyRole.Agent);
        using var asAgent = await SignedInAsync(agent);
        using var asAdmin = await SignedInAsync(world.Agency.AdminEmail);
        using var asNobody = app.Server.NewClient(world.Agency.Tenant.Subdomain);
        using var refused = await asAgent.GetAsync("/admin/audit/export.csv");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var page = await asAgent.GetAsync("/admin/audit");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        using var foreign = await asAdmin.GetAsync("/superadmin/audit/export.csv");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var anonymous = await asNobody.GetAsync("/admin/audit/export.csv");
        Assert.True(anonymous.StatusCode is HttpStatusCode.Found or HttpStatusCode.Unauthorized);
        await using var lease = await world.Desk.OpenAsync();
        Assert.False(await lease.Db.AuditEntries.AnyAsync());
    }

    [Fact]
    public async Task A_log_that_is_too_long_ends_with_a_row_that_says_so()
    {
        var line = AuditLine.Of(Entry("request:1", "Ana"));
        using var file = new MemoryStream();
        var written = await world
            .Get<AuditCsv>()
            .WriteAsync(
                file,
                AuditFilter.Everything,
                (_, size) => Task.FromResult(new AuditPage([.. Enumerable.Repeat(line, size)], HasOlder: true)),
                isPlatform: true
            );
        Assert.Equal(AuditCsv.MaxRows, written);
        var rows = Read(file.ToArray());
        Assert.Equal(AuditCsv.MaxRows + 1, rows.Count);
        Assert.Equal(AuditCsv.Truncated, rows[^1]["time_utc"]);
    }

    private async Task<byte[]> WriteAsync()
    {
        using var file = new MemoryStream();
        var log = world.Get<ReadAgencyLog>();
        await world
            .Get<AuditCsv>()
            .WriteAsync(file, AuditFilter.Everything, (at, size) => log.RunAsync(at, size), isPlatform: false);
        return file.ToArray();
    }

    private async Task AddAsync(string subject, string who)
    {
        await using var lease = await world.Desk.OpenAsync();
        lease.Db.AuditEntries.Add(Entry(subject, who));
        await lease.Db.SaveChangesAsync();
    }

    private static AuditEntry Entry(string subject, string who, int? tenantId = null) =>
        AuditEntry.Write(
            DateTimeOffset.UtcNow,
            new AuditSource(1, who, AuditWorld.Address, "browser"),
            AuditActions.RequestStatusChanged,
            subject,
            """{"status": "new"}""",
            """{"status": "offered"}""",
            tenantId
        );

    private static List<Dictionary<string, string>> Read(byte[] file)
    {
        var rows = new List<string[]>();
        using (var reader = CsvReader.Create(file, new CsvReaderOptions { HasHeader = false }))
        {
            while (reader.Read())
            {
                var cells = new string[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = reader.GetString(i);
                }
                rows.Add(cells);
            }
        }
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private Task<HttpClient> SignedInAsync(string email) =>
        SignedInAsync(email, TestAgency.Password, world.Agency.Tenant.Subdomain);

    private async Task<HttpClient> SignedInAsync(string email, string password, string? subdomain)
    {
        var client = app.Server.NewClient(subdomain);
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email, password });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
