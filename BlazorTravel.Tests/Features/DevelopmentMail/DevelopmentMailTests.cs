using System.Net;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Tests.Mail;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.DevelopmentMail;

/// <summary>The mailbox that stands in for an SMTP server while developing.</summary>
public sealed class DevelopmentMailTests(TestRun run)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_mail_server_development_shows_the_mail_with_links_to_follow()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var server = await backends.StartServerAsync(
            new AppOptions { Settings = new Dictionary<string, string?> { ["Smtp:Host"] = null } }
        );
        var databases = server.Services.GetRequiredService<IDbContextFactory<MainDbContext>>();
        await using (var db = await databases.CreateDbContextAsync(Cancelled))
        {
            var outbox = server.Services.GetRequiredService<MailOutbox>();
            outbox.Add(db, Samples.Invitation, "boss@acme.example", "en");
            await outbox.SaveAsync(db, Cancelled);
            await WaitUntilSentAsync(db);
        }
        using var client = server.NewClient();

        var page = await client.GetStringAsync(new Uri("/development/mail", UriKind.Relative), Cancelled);

        Assert.Contains("boss@acme.example", page);
        Assert.Contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"", page);
        Assert.Contains($"href=\"{WebUtility.HtmlEncode(Samples.Invitation.InvitationUrl)}\"", page);
        using var escape = await client.GetAsync(
            new Uri("/development/mail/..%2F..%2Fpassword.eml", UriKind.Relative),
            Cancelled
        );
        Assert.Equal(HttpStatusCode.NotFound, escape.StatusCode);
    }

    [Fact]
    public async Task Elsewhere_there_is_no_such_page()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var server = await backends.StartServerAsync(new AppOptions { Environment = "Production" });
        using var client = server.NewClient();

        using var answer = await client.GetAsync(new Uri("/development/mail", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task WaitUntilSentAsync(MainDbContext db)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await db.OutgoingMails.AnyAsync(mail => mail.State == MailState.Sent, limit.Token))
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
