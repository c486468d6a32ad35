using BlazorTravel.Domain.Mail;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Mail.Delivery;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace BlazorTravel.Tests.Mail;

/// <summary>Nothing that people type becomes a header, a recipient or a second mail.</summary>
public sealed class HeaderTests(TestRun run)
{
    private const string Injection = "x\r\nBcc: victim@example.com\r\n\r\nA body of one's own";

    [Fact]
    public async Task Line_breaks_in_subject_name_and_answer_address_start_no_header()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = Agency with { Name = Injection, ReplyTo = Injection };

        using var message = await ComposeAsync(world, Queue(Injection, "anna@example.com"), agency);
        var raw = await WriteAndReadAsync(message);

        Assert.Null(raw.Headers[HeaderId.Bcc]);
        Assert.Empty(raw.Bcc);
        Assert.Equal("anna@example.com", raw.To.ToString());
        Assert.Empty(raw.ReplyTo);
        Assert.Equal("mail@travel.example", Assert.Single(raw.From.Mailboxes).Address);
        Assert.DoesNotContain("\n", raw.Subject);
        Assert.StartsWith("x  Bcc: victim@example.com", raw.Subject);
        Assert.DoesNotContain("A body of one's own", raw.TextBody!.Split("Hello")[1]);
    }

    [Theory]
    [InlineData("anna@example.com\r\nBcc: victim@example.com")]
    [InlineData("anna@example.com, victim@example.com")]
    [InlineData("Anna <anna@example.com>")]
    [InlineData("anna@example.com>\r\nDATA")]
    [InlineData("not an address")]
    public async Task A_recipient_that_is_not_one_bare_address_is_refused_for_good(string recipient)
    {
        await using var world = await MailWorld.StartAsync(run, null);

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() =>
            ComposeAsync(world, Queue("Hello", recipient), Agency)
        );

        Assert.True(refusal.IsPermanent);
    }

    [Fact]
    public async Task Words_beyond_ascii_survive_in_every_header()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = Agency with { Name = "Reisebüro Zürich – 旅行", ReplyTo = "desk@zürich.example" };

        using var message = await ComposeAsync(world, Queue("Grüße nach 東京", "anna@example.com"), agency);
        var raw = await WriteAndReadAsync(message);

        Assert.Equal("Grüße nach 東京", raw.Subject);
        Assert.Equal("Reisebüro Zürich – 旅行", Assert.Single(raw.From).Name);
        Assert.Equal("desk@zürich.example", Assert.Single(raw.ReplyTo.Mailboxes).Address);
    }

    private static readonly AgencyTenant Agency = new(
        1,
        "acme",
        "Acme Travel",
        "acme",
        true,
        true,
        "#0F766E",
        null,
        null,
        null
    );

    private static OutgoingMail Queue(string subject, string recipient) =>
        OutgoingMail.Create(
            new MailContent("request-received", MailCatalog.Write(Samples.Received), "en", recipient, subject),
            "1@acme.example",
            null,
            new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)
        );

    private static Task<MimeMessage> ComposeAsync(MailWorld world, OutgoingMail mail, AgencyTenant agency) =>
        world
            .StartServer(services => services.Configure<SmtpOptions>(options => options.From = "mail@travel.example"))
            .GetRequiredService<MailComposer>()
            .ComposeAsync(mail, agency);

    private static async Task<MimeMessage> WriteAndReadAsync(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        await message.WriteToAsync(bytes, TestContext.Current.CancellationToken);
        bytes.Position = 0;
        return await MimeMessage.LoadAsync(bytes, TestContext.Current.CancellationToken);
    }
}
