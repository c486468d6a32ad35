using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Tests.Support;

namespace BlazorTravel.Tests.Sessions;

/// <summary>A program that signs in, keeps its two tokens, and exchanges them.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient http;

    private ApiClient(HttpClient http) => this.http = http;

    private static readonly Uri Me = new("/api/v1/auth/me", UriKind.Relative);
    private static readonly Uri Login = new("/api/v1/auth/login", UriKind.Relative);
    private static readonly Uri Refreshing = new("/api/v1/auth/refresh", UriKind.Relative);
    private static readonly Uri Logout = new("/api/v1/auth/logout", UriKind.Relative);

    public string Access { get; set; } = "";
    public string Refresh { get; set; } = "";

    public static async Task<ApiClient> SignInAsync(RunningApp server, string subdomain, string email)
    {
        var client = new ApiClient(server.NewClient(subdomain));
        using var answer = await client.http.PostAsJsonAsync(Login, new { email, password = TestAgency.Password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await client.KeepAsync(answer);
        return client;
    }

    /// <summary>The same person's tokens, shown to another server or host.</summary>
    public ApiClient Elsewhere(RunningApp server, string? subdomain) =>
        new(server.NewClient(subdomain)) { Access = Access, Refresh = Refresh };

    public async Task<HttpStatusCode> AskAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Me);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Access);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    public async Task<JsonElement> WhoAmIAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Me);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Access);
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Exchanges a refresh token, its own by default, and keeps what it gets.</summary>
    public async Task<HttpStatusCode> RefreshAsync(string? token = null)
    {
        using var answer = await http.PostAsJsonAsync(Refreshing, new { refresh_token = token ?? Refresh });
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            await KeepAsync(answer);
        }
        return answer.StatusCode;
    }

    public async Task<HttpStatusCode> SignOutAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Logout);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Access);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    public void Dispose() => http.Dispose();

    private async Task KeepAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Access = body.GetProperty("access_token").GetString()!;
        Refresh = body.GetProperty("refresh_token").GetString()!;
    }
}
