using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Desk;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Mail.Delivery;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
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
        Assert.Equal("mail@travel.example", mail.EnvelopeFrom);
        Assert.Equal("desk@acme.example", mail.Message.ReplyTo.ToString());
        Assert.Equal("auto-generated", mail.Message.Headers[HeaderId.AutoSubmitted]);
        Assert.Null(mail.Message.InReplyTo);
        var parts = Assert.IsType<MultipartAlternative>(mail.Message.Body);
        Assert.Equal(
            ["text/plain; charset=utf-8", "text/html; charset=utf-8"],
            parts.Select(part => part.ContentType.MimeType + "; charset=" + part.ContentType.Charset)
        );
        Assert.Contains("Sat 12 Dec 2026", mail.Text);
        Assert.Contains("Sat 12 Dec 2026", mail.Html);
        var page = new Uri($"http://acme.travel.example/r/{request.AccessToken}");
        Assert.Contains(page, mail.Links);
        Assert.Contains(page.ToString(), mail.Text);
        var row = Assert.Single(await world.Services.MailsAsync(agency));
        Assert.Equal((MailState.Sent, 1, request.Id), (row.State, row.Attempts, row.RequestId));
    }

    [Fact]
    public async Task A_mail_that_was_accepted_while_the_database_broke_off_is_not_sent_again()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await smtp.DelayAcceptAsync(TimeSpan.FromSeconds(1));

        var sending = world.Services.SendBatchAsync(agency);
        while ((await world.Services.MailsAsync(agency))[0].Attempts == 0)
        {
            await Task.Delay(20, Cancelled);
        }
        await (await run.PostgresAsync()).DisconnectEveryoneAsync(agency.DatabaseName);
        while (!sending.IsCompleted)
        {
            // Its pauses before it tries to note the outcome again.
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, Cancelled);
        }
        await sending;

        Assert.Equal(MailState.Sent, Assert.Single(await world.Services.MailsAsync(agency)).State);
        Assert.Single(smtp.Received);
    }

    [Fact]
    public async Task A_later_mail_about_the_request_continues_the_conversation()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        var request = await world.Services.SubmitAsync(agency, "anna@example.com");
        await using (var lease = await world.Services.OpenAsync(agency))
        {
            var outbox = world.Services.GetRequiredService<MailOutbox>();
            var row = await lease.Db.TravelRequests.Include(known => known.Events).SingleAsync(Cancelled);
            row.ChangeStatus(RequestStatus.Offered, new Actor(1, "Bo"), null, world.Time.GetUtcNow());
            var trip = new MailedTrip(row.Reference, row.Destination, row.TravelDate, null, 2);
            var mail = new StatusChangedMail("Acme Travel", "Anna", trip, row.Status, "Look!", "http://x.example/r/1");
            outbox.Add(lease, mail, row.UserEmail, row.Culture, row);
            await outbox.SaveAsync(lease, Cancelled);
        }

        await world.Services.SendBatchAsync(agency);

        var first = $"request.{request.SubmissionKey:N}@acme.travel.example";
        Assert.Equal(2, smtp.Received.Count);
        var second = Assert.Single(smtp.Received, received => received.MessageId != first);
        Assert.Equal(first, second.Message.InReplyTo);
        Assert.Equal([first], second.Message.References);
    }

    [Fact]
    public async Task Somebody_of_the_agency_who_sends_a_request_gets_confirmation_and_notice()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme", admin: "boss@acme.example");

        await world.Services.SubmitAsync(agency, "boss@acme.example");
        await world.Services.SendBatchAsync(agency);

        Assert.Equal(2, smtp.Received.Count);
        Assert.Equal(2, smtp.Received.Select(mail => mail.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task An_answer_to_the_notice_goes_to_the_traveler()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme", replyTo: "desk@acme.example", admin: "boss@acme.example");

        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);

        var notice = Assert.Single(smtp.Received, mail => mail.IsTo("boss@acme.example"));
        Assert.Equal("anna@example.com", notice.Message.ReplyTo.ToString());
        Assert.Contains("Lisbon, Sat 12 Dec 2026, 2 persons", notice.Subject);
    }

    [Fact]
    public async Task A_mail_that_is_greylisted_is_tried_again_after_a_pause_and_arrives_once()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await smtp.InjectAsync(SmtpFault.Temporary());
        await world.Services.SubmitAsync(agency, "anna@example.com");

        await world.Services.SendBatchAsync(agency);

        var waiting = Assert.Single(await world.Services.MailsAsync(agency));
        Assert.Equal((MailState.Queued, 1), (waiting.State, waiting.Attempts));
        Assert.Contains("451 4.7.1 Greylisted", waiting.LastError);
        world.Time.Advance(TimeSpan.FromSeconds(9));
        await world.Services.RunDueMailAsync();
        Assert.Empty(smtp.Received);

        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Services.RunDueMailAsync();
        await world.Services.RunDueMailAsync();

        Assert.Single(smtp.Received);
        var sent = Assert.Single(await world.Services.MailsAsync(agency));
        Assert.Equal((MailState.Sent, 2, null), (sent.State, sent.Attempts, sent.LastError));
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_makes_its_mail_dead_and_no_other()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await smtp.InjectAsync(SmtpFault.Permanent("nobody@example.com"));
        await world.Services.SubmitAsync(agency, "nobody@example.com");
        await world.Services.SubmitAsync(agency, "anna@example.com");

        await world.Services.SendBatchAsync(agency);

        var mails = await world.Services.MailsAsync(agency);
        Assert.Equal(
            [("nobody@example.com", MailState.Dead), ("anna@example.com", MailState.Sent)],
            mails.Select(mail => (mail.Recipient, mail.State))
        );
        Assert.Equal("The mail server refused the recipient: 550 5.1.1 No such mailbox", mails[0].LastError);
        Assert.True(Assert.Single(smtp.Received).IsTo("anna@example.com"));
    }

    [Fact]
    public async Task A_connection_that_breaks_costs_one_mail_an_attempt_and_the_others_nothing()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await smtp.InjectAsync(SmtpFault.Cut(SmtpStage.Data));
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SubmitAsync(agency, "bert@example.com");

        await world.Services.SendBatchAsync(agency);
        Assert.Equal(["bert@example.com"], smtp.Received.SelectMany(mail => mail.EnvelopeTo));
        world.Time.Advance(TimeSpan.FromSeconds(10));
        await world.Services.RunDueMailAsync();

        Assert.Equal(["bert@example.com", "anna@example.com"], smtp.Received.SelectMany(mail => mail.EnvelopeTo));
        Assert.Null(world.Services.GetRequiredService<MailServerState>().Outage);
    }

    [Fact]
    public async Task Mails_in_a_row_share_one_connection()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);
        // Whoever connects once more meets it.
        await smtp.InjectAsync(SmtpFault.Closing(stage: SmtpStage.Connect));

        for (var i = 0; i < 5; i++)
        {
            await world.Services.SubmitAsync(agency, $"traveler{i}@example.com");
        }
        await world.Services.SendBatchAsync(agency);

        Assert.Equal(6, smtp.Received.Count);
        Assert.Equal(0, await smtp.CountFaultsAsync());
    }

    [Fact]
    public async Task While_the_mail_server_is_away_nothing_is_lost_or_counted_and_it_is_asked_once_a_pause()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agencies = new[] { await world.NewAgencyAsync("acme"), await world.NewAgencyAsync("globex") };
        var state = world.Services.GetRequiredService<MailServerState>();
        await smtp.StopListeningAsync();
        foreach (var agency in agencies)
        {
            await world.Services.SubmitAsync(agency, $"one@{agency.Subdomain}.example");
            await world.Services.SubmitAsync(agency, $"two@{agency.Subdomain}.example");
            await world.Services.SendBatchAsync(agency);
        }

        Assert.Equal(1, state.Outage?.Failures);
        Assert.Contains("cannot be reached", state.Outage?.Reason);
        // Two minutes of the job running every second: pauses of 5, 10, 20, 40 and 60 seconds.
        for (var second = 0; second < 120; second++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await world.Services.RunDueMailAsync();
        }
        Assert.InRange(state.Outage!.Failures, 4, 6);
        var waiting = (await world.Services.MailsAsync(agencies[0])).Concat(
            await world.Services.MailsAsync(agencies[1])
        );
        Assert.All(waiting, mail => Assert.Equal((MailState.Queued, 0), (mail.State, mail.Attempts)));

        await smtp.ListenAsync();
        for (var second = 0; second < 70; second++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await world.Services.RunDueMailAsync();
        }

        Assert.Null(state.Outage);
        Assert.Equal(
            ["one@acme.example", "one@globex.example", "two@acme.example", "two@globex.example"],
            smtp.Received.SelectMany(mail => mail.EnvelopeTo).Order()
        );
    }

    [Fact]
    public async Task The_dispatcher_waits_for_the_mail_server_and_goes_on_by_itself()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await smtp.StopListeningAsync();
        await world.Services.SubmitAsync(agency, "first@example.com");
        await world.Services.SendBatchAsync(agency);
        using var dispatcher = world.Services.Dispatcher();
        await dispatcher.StartAsync(Cancelled);
        await smtp.ListenAsync();
        await world.Services.SubmitAsync(agency, "second@example.com");

        world.Time.Advance(TimeSpan.FromSeconds(6));

        await smtp.WaitForAsync(mail => mail.IsTo("second@example.com"));
        await dispatcher.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Two_servers_at_once_send_each_mail_once()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var other = world.StartServer();
        var agency = await world.NewAgencyAsync("acme");
        const int count = 90;
        for (var i = 0; i < count; i++)
        {
            await world.Services.SubmitAsync(agency, $"traveler{i}@example.com");
        }

        await Task.WhenAll(
            new[] { world.Services, other, world.Services, other }.Select(async services =>
            {
                while (await services.SendBatchAsync(agency)) { }
            })
        );

        Assert.Equal(count, smtp.Received.Count);
        Assert.Equal(count, smtp.Received.Select(mail => mail.MessageId).Distinct().Count());
        Assert.All(await world.Services.MailsAsync(agency), mail => Assert.Equal(MailState.Sent, mail.State));
    }

    [Fact]
    public async Task A_mail_whose_server_died_before_the_wake_up_is_found_by_another_server()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var other = world.StartServer();
        var agency = await world.NewAgencyAsync("acme");
        // Committed, and nobody listens to the wake-up.
        await world.Services.SubmitAsync(agency, "anna@example.com");

        world.Time.Advance(MailOutbox.MarkerDelay - TimeSpan.FromSeconds(1));
        await other.RunDueMailAsync();
        Assert.Empty(smtp.Received);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await other.RunDueMailAsync();

        Assert.True(Assert.Single(smtp.Received).IsTo("anna@example.com"));
    }

    [Fact]
    public async Task A_mail_whose_server_died_while_sending_is_sent_by_another_when_the_lease_is_over()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await using (var lease = await world.Services.OpenAsync(agency))
        {
            var leaseUntil = world.Time.GetUtcNow() + OutgoingMail.Lease;
            await lease.Db.OutgoingMails.ExecuteUpdateAsync(
                row => row.SetProperty(mail => mail.NextAttemptAt, leaseUntil),
                Cancelled
            );
        }

        await world.Services.SendBatchAsync(agency);
        Assert.Empty(smtp.Received);
        for (var second = 0; second <= OutgoingMail.Lease.TotalSeconds; second += 5)
        {
            world.Time.Advance(TimeSpan.FromSeconds(5));
            await world.Services.RunDueMailAsync();
        }

        Assert.Single(smtp.Received);
    }

    [Fact]
    public async Task The_platforms_own_mail_is_found_without_a_marker()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        await using (var db = await world.Services.MainAsync())
        {
            var outbox = world.Services.GetRequiredService<MailOutbox>();
            outbox.Add(db, Samples.Invitation, "boss@acme.example", "en");
            await outbox.SaveAsync(db, Cancelled);
        }

        await world.Services.RunDueMailAsync();

        var mail = Assert.Single(smtp.Received);
        Assert.Equal("BlazorTravel", Assert.Single(mail.Message.From).Name);
        Assert.Contains(new Uri(Samples.Invitation.InvitationUrl), mail.Links);
    }

    [Fact]
    public async Task A_template_of_a_newer_version_waits_for_a_server_that_knows_it()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agency = await world.NewAgencyAsync("acme");
        await using (var lease = await world.Services.OpenAsync(agency))
        {
            var content = new MailContent("of-tomorrow", "{}", "en", "anna@example.com", "Tomorrow");
            lease.Db.OutgoingMails.Add(OutgoingMail.Create(content, "x@acme.example", null, world.Time.GetUtcNow()));
            await world.Services.GetRequiredService<MailOutbox>().SaveAsync(lease, Cancelled);
        }

        await world.Services.SendBatchAsync(agency);

        var mail = Assert.Single(await world.Services.MailsAsync(agency));
        Assert.Equal(MailState.Queued, mail.State);
        Assert.Equal("There is no mail template “of-tomorrow” in this version.", mail.LastError);
    }

    [Fact]
    public async Task Two_hundred_travelers_at_once_get_one_confirmation_each()
    {
        await using var smtp = await SmtpSink.StartAsync();
        await using var world = await MailWorld.StartAsync(run, smtp);
        var agencies = new List<AgencyTenant>();
        for (var i = 0; i < 4; i++)
        {
            agencies.Add(await world.NewAgencyAsync($"agency{i}"));
        }
        using var dispatcher = world.Services.Dispatcher();
        await dispatcher.StartAsync(Cancelled);

        await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(i => world.Services.SubmitAsync(agencies[i % agencies.Count], $"traveler{i}@example.com"))
        );

        await smtp.WaitForAsync(_ => true, 200, TimeSpan.FromSeconds(60));
        await dispatcher.StopAsync(Cancelled);
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => $"traveler{i}@example.com").Order(StringComparer.Ordinal),
            smtp.Received.SelectMany(mail => mail.EnvelopeTo).Order(StringComparer.Ordinal)
        );
    }
}
