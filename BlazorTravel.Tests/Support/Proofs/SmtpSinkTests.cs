using BlazorTravel.Tests.Support;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace BlazorTravel.Tests.Support.Proofs;

public sealed class SmtpSinkTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_sent_arrives_with_envelope_and_content()
    {
        await using var sink = await SmtpSink.StartAsync();

        await SendAsync(sink, NewMail("traveler@example.com", "Grüße aus Zürich"));

        var mail = await sink.WaitForAsync(m => m.IsTo("traveler@example.com"));
        Assert.Equal("Grüße aus Zürich", mail.Subject);
        Assert.Equal("agency@example.com", mail.EnvelopeFrom);
        Assert.Equal("Your trip", mail.Text.Trim());
        Assert.Equal("https://example.com/r/1?a=2&b=3", Assert.Single(mail.Links).ToString());
        Assert.False(mail.Encrypted);
    }

    [Fact]
    public async Task Waiting_for_a_mail_that_never_comes_names_those_that_did()
    {
        await using var sink = await SmtpSink.StartAsync();
        await SendAsync(sink, NewMail("someone@example.com", "Another one"));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() =>
            sink.WaitForAsync(m => m.IsTo("nobody@example.com"), TimeSpan.FromMilliseconds(300))
        );

        Assert.Contains("\"Another one\" to someone@example.com", failure.Message);
    }

    [Fact]
    public async Task A_temporary_refusal_happens_as_often_as_told_and_then_mail_passes()
    {
        await using var sink = await SmtpSink.StartAsync();
        await sink.InjectAsync(SmtpFault.Temporary(count: 2));
        var mail = NewMail("traveler@example.com", "Third time lucky");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(sink, mail));
            Assert.Equal(451, (int)refusal.StatusCode);
        }
        await SendAsync(sink, mail);

        Assert.Equal(2, await sink.CountFaultsAsync());
        Assert.Single(sink.Received);
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_refused_for_good_and_others_are_not()
    {
        await using var sink = await SmtpSink.StartAsync();
        await sink.InjectAsync(SmtpFault.Permanent("gone@example.com"));

        await SendAsync(sink, NewMail("here@example.com", "One"));
        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() =>
            SendAsync(sink, NewMail("gone@example.com", "Two"))
        );

        Assert.Equal(SmtpStatusCode.MailboxUnavailable, refusal.StatusCode);
        Assert.Equal("here@example.com", Assert.Single(sink.Received).EnvelopeTo[0]);
    }

    [Fact]
    public async Task Closing_in_the_middle_of_a_mail_takes_nothing()
    {
        await using var sink = await SmtpSink.StartAsync();
        await sink.InjectAsync(SmtpFault.Closing());

        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(sink, NewMail("a@example.com", "Cut off")));

        Assert.Empty(sink.Received);
        Assert.Equal(1, await sink.CountFaultsAsync());
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_mail_taken_and_the_sender_in_doubt()
    {
        await using var sink = await SmtpSink.StartAsync();
        await sink.InjectAsync(SmtpFault.Cut(SmtpStage.Reply));

        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(sink, NewMail("a@example.com", "Was it sent?")));

        await sink.WaitForAsync(m => m.Subject == "Was it sent?");
    }

    [Fact]
    public async Task A_slow_server_answers_late()
    {
        await using var sink = await SmtpSink.StartAsync();
        // A little more than is asserted: the mail server's timers count whole milliseconds of another clock.
        await sink.DelayAcceptAsync(TimeSpan.FromMilliseconds(420));

        var started = TimeProvider.System.GetTimestamp();
        await SendAsync(sink, NewMail("a@example.com", "Slow"));

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task Start_tls_with_a_certificate_of_its_own_is_offered_and_used()
    {
        await using var sink = await SmtpSink.StartAsync(new SmtpSinkOptions(SmtpSinkSecurity.StartTls));

        await Assert.ThrowsAsync<SslHandshakeException>(() =>
            SendAsync(sink, NewMail("a@example.com", "Untrusted"), SecureSocketOptions.StartTls)
        );
        await SendAsync(sink, NewMail("a@example.com", "Trusted"), SecureSocketOptions.StartTls, trust: true);

        var mail = Assert.Single(sink.Received);
        Assert.Equal("Trusted", mail.Subject);
        Assert.True(mail.Encrypted);
    }

    [Fact]
    public async Task A_server_that_wants_a_password_takes_mail_only_with_it()
    {
        await using var sink = await SmtpSink.StartAsync(new SmtpSinkOptions(Username: "acme", Password: "s3cret"));
        var mail = NewMail("a@example.com", "Signed in");

        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(sink, mail));
        await Assert.ThrowsAsync<AuthenticationException>(() => SendAsync(sink, mail, password: "wrong"));
        await SendAsync(sink, mail, password: "s3cret");

        Assert.Equal("acme", Assert.Single(sink.Received).User);
    }

    [Fact]
    public async Task A_server_that_was_away_comes_back_on_the_same_port()
    {
        await using var sink = await SmtpSink.StartAsync();
        await SendAsync(sink, NewMail("a@example.com", "Before"));

        await sink.StopListeningAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(sink, NewMail("a@example.com", "Meanwhile")));
        await sink.ListenAsync();
        await SendAsync(sink, NewMail("a@example.com", "After"));

        Assert.Equal(["Before", "After"], sink.Received.Select(m => m.Subject));
    }

    private static MimeMessage NewMail(string to, string subject)
    {
        var mail = new MimeMessage
        {
            Subject = subject,
            Body = new BodyBuilder
            {
                TextBody = "Your trip",
                HtmlBody = """<p>Your <a href="https://example.com/r/1?a=2&amp;b=3">trip</a></p>""",
            }.ToMessageBody(),
        };
        mail.From.Add(new MailboxAddress("Agency", "agency@example.com"));
        mail.To.Add(new MailboxAddress("", to));
        return mail;
    }

    private static async Task SendAsync(
        SmtpSink sink,
        MimeMessage mail,
        SecureSocketOptions security = SecureSocketOptions.None,
        bool trust = false,
        string? password = null
    )
    {
        using var client = new SmtpClient(new NullProtocolLogger())
        {
            Timeout = 10_000,
            CheckCertificateRevocation = false,
        };
        if (trust)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
                certificate?.GetCertHashString() == sink.Certificate?.GetCertHashString();
        }
        await client.ConnectAsync(sink.Host, sink.Port, security, Cancelled);
        if (password is not null)
            await client.AuthenticateAsync("acme", password, Cancelled);
        await client.SendAsync(mail, Cancelled);
        await client.DisconnectAsync(quit: true, Cancelled);
    }
}
