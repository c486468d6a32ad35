using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorTravel.Tests.Limits;

/// <summary>Two servers with small limits, one clock that stands still, and two agencies.</summary>
public sealed class LimitedWorld(TestRun run) : IAsyncLifetime
{
    public SteppedTime Time { get; } = new();
    public AppBackends Backends { get; private set; } = null!;
    public AppServer Server { get; private set; } = null!;
    public AppServer Second { get; private set; } = null!;
    public TestAgency Agency { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Backends = await AppBackends.StartAsync(run);
        Server = await Backends.StartServerAsync(Options());
        Second = await Backends.StartServerAsync(Options());
        Agency = await TestAgency.AddAsync(Server, "acme", "Acme Voyages");
        await TestAgency.AddAsync(Server, "fjord");
    }

    public async ValueTask DisposeAsync() => await Backends.DisposeAsync();

    /// <summary>A client that comes from this address, as the trusted proxy on this machine says.</summary>
    public HttpClient From(string address, string? subdomain = "acme", AppServer? server = null)
    {
        var client = (server ?? Server).NewClient(subdomain);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    public async Task<string> TokenAsync(string address)
    {
        using var client = From(address);
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { email = Agency.AdminEmail, password = TestAgency.Password }
        );
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public static Task<HttpResponseMessage> MeAsync(HttpClient client, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/auth/me");
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        return client.SendAsync(request);
    }

    private AppOptions Options() =>
        new()
        {
            Settings = new Dictionary<string, string?>
            {
                ["Limits:SignIn:Permits"] = "4",
                ["Limits:SignIn:Window"] = "00:04:00",
                ["Limits:PasswordReset:Permits"] = "2",
                ["Limits:Api:Permits"] = "5",
                ["Limits:Api:Window"] = "00:01:00",
                ["Limits:TravelRequests:Permits"] = "2",
                ["Limits:TravelRequests:Window"] = "00:10:00",
                ["Limits:AgencyTravelRequests:Permits"] = "20",
                ["Limits:AgencyTravelRequests:Window"] = "00:10:00",
                ["Limits:Places:Permits"] = "3",
            },
            Services = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)),
        };
}
