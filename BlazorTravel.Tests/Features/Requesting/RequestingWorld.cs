using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Agency;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Requesting;

/// <summary>A server with one agency, for all tests of a class.</summary>
public sealed class RequestingWorld(TestRun run) : IAsyncLifetime
{
    private readonly AppFixture app = new(run);

    public AppServer Server => app.Server;
    public AppBackends Backends => app.Backends;
    public TestAgency Agency { get; private set; } = null!;

    /// <summary>A day that travelers may leave on.</summary>
    public static string Day => $"{DateTimeOffset.UtcNow.AddDays(19):yyyy-MM-dd}";

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        Agency = await TestAgency.AddAsync(Server, "acme", "Acme Voyages");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Opens the agency's database; the caller disposes the lease.</summary>
    public async Task<TenantLease> OpenAsync(TestAgency? agency = null) =>
        await Server.Services.GetRequiredService<TenantDatabases>().OpenAsync((agency ?? Agency).Tenant);

    /// <summary>What the agency holds of requests by this address, oldest first, each with its history.</summary>
    public async Task<List<TravelRequest>> RequestsOfAsync(string email, TestAgency? agency = null)
    {
        await using var lease = await OpenAsync(agency);
        return await lease
            .Db.TravelRequests.AsNoTracking()
            .Include(request => request.Events)
            .Where(request => request.UserEmail == email)
            .OrderBy(request => request.Id)
            .ToListAsync();
    }

    /// <summary>Makes the agency's database refuse everybody until disposed.</summary>
    public async Task<IAsyncDisposable> TakeDatabaseAwayAsync()
    {
        var database = Agency.Tenant.DatabaseName;
        await RunAsync($"ALTER DATABASE \"{database}\" WITH ALLOW_CONNECTIONS false");
        await Backends.Postgres.DisconnectEveryoneAsync(database);
        return new Back(() => RunAsync($"ALTER DATABASE \"{database}\" WITH ALLOW_CONNECTIONS true"));
    }

    private async Task RunAsync(string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(Backends.Postgres.ConnectionString("postgres"));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Back(Func<Task> bring) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await bring();
    }
}

/// <summary>The form as a browser without scripts has it: what it shows, and what it would post.</summary>
public sealed class PlainForm
{
    private PlainForm(HttpResponseMessage answer, IHtmlDocument page)
    {
        Answer = answer;
        Page = page;
    }

    public HttpResponseMessage Answer { get; }
    public IHtmlDocument Page { get; }
    public HttpStatusCode Status => Answer.StatusCode;

    public string? Shown(string name) =>
        Page.QuerySelector($"[name='Trip.{name}']") switch
        {
            IHtmlInputElement input => input.Value,
            IHtmlTextAreaElement area => area.Value,
            IHtmlSelectElement select => select.Value,
            _ => null,
        };

    public string? ErrorAt(string id) => Page.QuerySelector($"#{id}-error")?.TextContent.Trim();

    public static async Task<PlainForm> OpenAsync(HttpClient client, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (language is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }
        return await ReadAsync(await client.SendAsync(request));
    }

    /// <summary>Posts what the page shows, with these fields changed.</summary>
    public async Task<PlainForm> SendAsync(HttpClient client, params (string Name, string Value)[] typed)
    {
        var form = (IHtmlFormElement)Page.QuerySelector("form[data-travel-request]")!;
        var fields = form
            .Elements.OfType<IHtmlElement>()
            .Select(element => (Name: element.GetAttribute("name"), Value: ValueOf(element)))
            .Where(field => field.Name is not null)
            .ToDictionary(field => field.Name!, field => field.Value);
        foreach (var (name, value) in typed)
        {
            fields[fields.ContainsKey(name) || name.Contains('_', StringComparison.Ordinal) ? name : $"Trip.{name}"] =
                value;
        }
        using var content = new FormUrlEncodedContent(fields!);
        return await ReadAsync(await client.PostAsync(new Uri("/", UriKind.Relative), content));
    }

    private static async Task<PlainForm> ReadAsync(HttpResponseMessage answer) =>
        new(answer, await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()));

    private static string? ValueOf(IHtmlElement element) =>
        element switch
        {
            IHtmlInputElement input => input.Value,
            IHtmlTextAreaElement area => area.Value,
            IHtmlSelectElement select => select.Value,
            _ => null,
        };
}
