using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Features.Desk;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Api;

/// <summary>A server with one agency, whose agent calls the API.</summary>
public sealed class ApiWorld(TestRun run) : IAsyncLifetime
{
    public const string Requests = "/api/v1/travel-requests";
    public const string AgentEmail = "agent@acme.example";

    private readonly AppFixture app = new(run);
    private readonly Dictionary<string, string> tokens = [];

    public AppServer Server => app.Server;
    public AppBackends Backends => app.Backends;
    public TestAgency Agency { get; private set; } = null!;

    /// <summary>A day that travelers may leave on.</summary>
    public static string Day => $"{DateTimeOffset.UtcNow.AddDays(40):yyyy-MM-dd}";

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        Agency = await TestAgency.AddAsync(Server, "acme", "Acme Travel");
        await Agency.AddPersonAsync(Server, AgentEmail, AgencyRole.Agent);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public DeskScope Desk() => new(Server, Agency);

    /// <summary>The agency's agent; the caller disposes it.</summary>
    public Task<HttpClient> AgentAsync() => SignedInAsync("acme", AgentEmail, TestAgency.Password);

    /// <summary>The superadmin; the caller disposes it.</summary>
    public Task<HttpClient> SuperadminAsync() =>
        SignedInAsync(null, AppBackends.SuperadminEmail, AppBackends.SuperadminPassword);

    public static async Task<ApiAnswer> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is string raw)
        {
            request.Content = new StringContent(raw, Encoding.UTF8, "application/json");
        }
        else if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }
        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
        using var answer = await client.SendAsync(request);
        return await ApiAnswer.ReadAsync(answer);
    }

    private async Task<HttpClient> SignedInAsync(string? host, string email, string password)
    {
        var client = Server.NewClient(host);
        if (!tokens.TryGetValue(email, out var token))
        {
            var answer = await SendAsync(client, HttpMethod.Post, "/api/v1/auth/login", new { email, password });
            token = tokens[email] = answer.Json.GetProperty("access_token").GetString()!;
        }
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

/// <summary>An answer, read to its end.</summary>
public sealed record ApiAnswer(int Status, string Text, string? MediaType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public string? ETag => Headers.GetValueOrDefault("ETag");

    /// <summary>A wrong field's message.</summary>
    public string ErrorAt(string field) => Json.GetProperty("errors").GetProperty(field)[0].GetString()!;

    /// <summary>Where the header Link leads, by relation.</summary>
    public Dictionary<string, string> Links =>
        Headers
            .GetValueOrDefault("Link", "")
            .Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(link => link.Split("; rel="))
            .ToDictionary(parts => parts[1].Trim('"'), parts => parts[0].Trim('<', '>'));

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage answer) =>
        new(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Content.Headers.ContentType?.MediaType,
            answer
                .Headers.Concat(answer.Content.Headers)
                .ToDictionary(
                    header => header.Key,
                    header => string.Join(", ", header.Value),
                    StringComparer.OrdinalIgnoreCase
                )
        );
}
