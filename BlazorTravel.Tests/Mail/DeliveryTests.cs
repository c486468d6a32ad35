using BlazorTravel.Domain.Mail;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Mail;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace BlazorTravel.Tests.Mail;

/// <summary>From a committed request to a mail that a real SMTP server has taken.</summary>
public sealed class DeliveryTests(TestRun run)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_confirmation_arrives_with_both_parts_and_its_headers()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme", replyTo: "desk@acme.example");
        using var dispatcher = world.Services.Dispatcher();
        await dispatcher.StartAsync(Cancelled);

        var request = await world.Services.SubmitAsync(agency, "anna@example.com");

        var mail = await smtp.WaitForAsync(received => received.IsTo("anna@example.com"));
        await dispatcher.StopAsync(Cancelled);
        Assert.Equal($"request.{request.SubmissionKey:N}@acme.travel.example", mail.MessageId);
        Assert.Equal("\"Acme Travel\" <mail@travel.example>", mail.Message.From.ToString());
        Assert.Equal("desk@acme.example", mail.Message.ReplyTo.ToString());
        Assert.Equal("auto-generated", mail.Message.Headers[HeaderId.AutoSubmitted]);
        Assert.Null(mail.Message.InReplyTo);
        Assert.IsType<MultipartAlternative>(mail.Message.Body);
        Assert.Contains("Sat 12 Dec 2026", mail.Text);
        Assert.Contains("Sat 12 Dec 2026", mail.Html);
        var page = new Uri($"http://acme.travel.example/r/{request.AccessToken}");
        Assert.Contains(page, mail.Links);
        Assert.Contains(page.ToString(), mail.Text);
        var row = Assert.Single(await world.Services.MailsAsync(agency));
        Assert.Equal((MailState.Sent, 1, request.Id), (row.State, row.Attempts, row.RequestId));
    }
}
