using BlazorTravel.Domain.Mail;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.MailLog;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Mail;

/// <summary>What a person at the agency can do about a mail, and how long the application tries by itself.</summary>
public sealed class SendAgainTests(TestRun run)
{
    [Fact]
    public async Task A_dead_mail_that_is_sent_again_arrives_as_the_same_message()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await smtp.InjectAsync(SmtpFault.Permanent());
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);
        var dead = Assert.Single(await world.Services.MailsAsync(agency));

        Assert.Equal(SendAgainOutcome.Queued, await SendAgainAsync(world, agency, dead.Id));
        await world.Services.SendBatchAsync(agency);

        Assert.Equal(dead.MessageId, Assert.Single(smtp.Received).MessageId);
        var sent = Assert.Single(await world.Services.MailsAsync(agency));
        Assert.Equal((MailState.Sent, 1, null), (sent.State, sent.Attempts, sent.LastError));
    }

    [Fact]
    public async Task A_sent_mail_that_is_sent_again_is_a_new_message_of_the_same_conversation()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);
        var mail = Assert.Single(await world.Services.MailsAsync(agency));

        await SendAgainAsync(world, agency, mail.Id);
        await world.Services.SendBatchAsync(agency);

        Assert.Equal(2, smtp.Received.Count);
        Assert.NotEqual(smtp.Received[0].MessageId, smtp.Received[1].MessageId);
        Assert.Equal(smtp.Received[0].MessageId, smtp.Received[1].Message.InReplyTo);
    }

    [Fact]
    public async Task A_mail_that_is_sent_again_is_found_even_when_the_server_dies_at_once()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.Services.RunDueMailAsync();
        Assert.Null(await world.Services.MarkerAsync(agency));
        var mail = Assert.Single(await world.Services.MailsAsync(agency));

        await SendAgainAsync(world, agency, mail.Id);
        world.Time.Advance(MailOutbox.MarkerDelay);
        await world.StartServer().RunDueMailAsync();

        Assert.Equal(2, smtp.Received.Count);
    }

    [Fact]
    public async Task A_mail_that_is_about_to_be_sent_is_left_alone()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        var mail = Assert.Single(await world.Services.MailsAsync(agency));

        Assert.Equal(SendAgainOutcome.AboutToBeSent, await SendAgainAsync(world, agency, mail.Id));
        Assert.Equal(SendAgainOutcome.Gone, await SendAgainAsync(world, agency, mail.Id + 1));
    }

    [Fact]
    public async Task Two_people_who_ask_at_once_send_it_once()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);
        var mail = Assert.Single(await world.Services.MailsAsync(agency));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAgainAsync(world, agency, mail.Id)));
        await world.Services.SendBatchAsync(agency);

        Assert.Single(outcomes, SendAgainOutcome.Queued);
        Assert.Equal(2, smtp.Received.Count);
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_days_is_given_up_and_until_then_can_be_sent_at_once()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await smtp.InjectAsync(SmtpFault.Temporary(count: 100));
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);
        var begun = world.Time.GetUtcNow();
        OutgoingMail mail;

        while ((mail = Assert.Single(await world.Services.MailsAsync(agency))).State == MailState.Queued)
        {
            Assert.True(mail.Attempts < 50, "It is tried for ever.");
            Assert.True(mail.NextAttemptAt > world.Time.GetUtcNow());
            Assert.Equal(
                mail.NextAttemptAt - world.Time.GetUtcNow() > OutgoingMail.Lease,
                mail.CanBeSentAgain(world.Time.GetUtcNow())
            );
            world.Time.Advance(mail.NextAttemptAt - world.Time.GetUtcNow());
            await world.Services.RunDueMailAsync();
        }

        Assert.Equal((MailState.Dead, 12), (mail.State, mail.Attempts));
        Assert.InRange(world.Time.GetUtcNow() - begun, TimeSpan.FromDays(2), TimeSpan.FromDays(5));
        await world.Services.RunDueMailAsync();
        world.Time.Advance(2 * MailOutbox.MarkerDelay);
        await world.Services.RunDueMailAsync();
        Assert.Null(await world.Services.MarkerAsync(agency));
    }

    [Fact]
    public async Task The_log_lists_by_state_and_page_and_counts_what_needs_care()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await smtp.InjectAsync(SmtpFault.Permanent(count: 2));
        for (var i = 0; i < ListMails.PageSize + 5; i++)
        {
            await world.Services.SubmitAsync(agency, $"traveler{i}@example.com");
        }
        while (await world.Services.SendBatchAsync(agency)) { }
        await world.Services.SubmitAsync(agency, "late@example.com");
        await using var scope = world.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(agency);
        var list = scope.ServiceProvider.GetRequiredService<ListMails>();

        var first = await list.RunAsync(null, null, Cancelled);
        var second = await list.RunAsync(null, first.Mails[^1].Id, Cancelled);
        var dead = await list.RunAsync(MailState.Dead, null, Cancelled);

        Assert.Equal((1, 2), (first.Waiting, first.Dead));
        Assert.Equal("late@example.com", first.Mails[0].Recipient);
        Assert.Equal((ListMails.PageSize, true), (first.Mails.Count, first.HasOlder));
        Assert.Equal((6, false), (second.Mails.Count, second.HasOlder));
        Assert.Empty(first.Mails.Select(mail => mail.Id).Intersect(second.Mails.Select(mail => mail.Id)));
        Assert.Equal(["traveler1@example.com", "traveler0@example.com"], dead.Mails.Select(mail => mail.Recipient));
        Assert.All(dead.Mails, mail => Assert.Contains("550", mail.LastError));

        var view = await scope.ServiceProvider.GetRequiredService<ReadMail>().RunAsync(dead.Mails[0].Id, Cancelled);
        Assert.True(view?.CanBeSentAgain);
        Assert.Contains("Lisbon", view?.Body?.Html);
        Assert.NotNull(view?.Reference);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static async Task<SendAgainOutcome> SendAgainAsync(MailWorld world, AgencyTenant agency, long id)
    {
        await using var scope = world.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(agency);
        return await scope.ServiceProvider.GetRequiredService<SendMailAgain>().RunAsync(id, Cancelled);
    }
}
