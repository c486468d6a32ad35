using System.Net;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Somebody who is signed in, without script.</summary>
public abstract class OwnAccountTest(AppFixture app)
{
    private static readonly Uri MeApi = new("/api/v1/auth/me", UriKind.Relative);

    protected AppFixture App { get; } = app;

    protected async Task<HttpClient> SignedInAsync(TestAgency agency, string subdomain)
    {
        var client = App.Server.NewClient(subdomain);
        using var answer = await PlainForm.SignInAsync(client, agency.AdminEmail, TestAgency.Password);
        Assert.EndsWith("/admin", answer.Headers.Location!.ToString());
        return client;
    }

    protected static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(MeApi);
        return answer.StatusCode;
    }

    protected Task<MainDbContext> MainAsync() =>
        App.Server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>().CreateDbContextAsync();

    protected static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        Assert.True(start >= before.Length, $"“{before}” is not on the page.");
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }
}
