using BlazorTravel.Domain.Mail;

namespace BlazorTravel.Tests.Domain.Mail;

public class OutgoingMailTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_mail_about_an_account_forgets_its_secret_once_it_was_sent()
    {
        var mail = Create();
        mail.MarkSent(Now);
        Assert.Equal((MailState.Sent, "{}"), (mail.State, mail.Model));
    }

    [Fact]
    public void A_mail_about_a_request_keeps_what_it_said()
    {
        var mail = Create().About(7);
        mail.MarkSent(Now);
        Assert.Contains("secret", mail.Model, StringComparison.Ordinal);
    }

    [Fact]
    public void A_permanent_refusal_makes_it_dead_and_a_person_can_send_it_again()
    {
        var mail = Create().About(7);
        mail.MarkFailed("550 no such user", isPermanent: true, Now);
        Assert.Equal(MailState.Dead, mail.State);
        mail.SendAgain("new@id", Now);
        Assert.Equal((MailState.Queued, "old@id"), (mail.State, mail.MessageId));
    }

    [Fact]
    public void What_was_sent_before_is_sent_again_as_a_new_message_of_the_conversation()
    {
        var mail = Create().About(7);
        mail.MarkSent(Now);
        mail.SendAgain("new@id", Now);
        Assert.Equal(("new@id", "old@id"), (mail.MessageId, mail.ThreadId));
    }

    [Fact]
    public void A_subject_is_one_line() =>
        Assert.DoesNotContain(
            '\n',
            OutgoingMail
                .Create(new MailContent("t", "{}", "en", "a@b.example", "Hello\r\nBcc: x@y.example"), "id@x", null, Now)
                .Subject
        );

    private static OutgoingMail Create() =>
        OutgoingMail.Create(
            new MailContent("invitation", """{"url":"secret"}""", "en", "ann@acme.example", "Welcome"),
            "old@id",
            null,
            Now
        );
}
