using System.ComponentModel.DataAnnotations;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Mail.Delivery;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace BlazorTravel.Tests.Mail;

/// <summary>How the mail server is reached, what keeps mail waiting, and the folder that stands in for a server.</summary>
public sealed class TransportTests(TestRun run)
{
    [Fact]
    public async Task It_signs_in_where_that_is_asked_for()
    {
        await using var smtp = await SmtpSink.StartAsync(new SmtpSinkOptions(Username: "travel", Password: "secret"));

        var (mail, state) = await SendOneAsync(smtp, ("Smtp:Username", "travel"), ("Smtp:Password", "secret"));

        Assert.Null(state.Outage);
        Assert.Equal(MailState.Sent, mail.State);
        Assert.Equal("travel", Assert.Single(smtp.Received).User);
    }

    [Fact]
    public async Task A_wrong_password_keeps_mail_waiting_and_costs_it_nothing()
    {
        await using var smtp = await SmtpSink.StartAsync(new SmtpSinkOptions(Username: "travel", Password: "secret"));

        var (mail, state) = await SendOneAsync(smtp, ("Smtp:Username", "travel"), ("Smtp:Password", "wrong"));

        Assert.Contains("Signing in to the mail server", state.Outage?.Reason);
        Assert.Equal((MailState.Queued, 0), (mail.State, mail.Attempts));
        Assert.Contains("Signing in", mail.LastError);
    }

    [Fact]
    public async Task The_password_does_not_cross_an_unencrypted_connection_unless_told_so()
    {
        await using var smtp = await SmtpSink.StartAsync(new SmtpSinkOptions(Username: "travel", Password: "secret"));

        var (mail, state) = await SendOneAsync(
            smtp,
            ("Smtp:Security", "Auto"),
            ("Smtp:Username", "travel"),
            ("Smtp:Password", "secret")
        );

        Assert.Contains("not encrypted", state.Outage?.Reason);
        Assert.Equal(MailState.Queued, mail.State);
    }

    [Theory]
    [InlineData(SmtpSinkSecurity.StartTls)]
    [InlineData(SmtpSinkSecurity.Tls)]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted(SmtpSinkSecurity security)
    {
        await using var smtp = await SmtpSink.StartAsync(new SmtpSinkOptions(security));

        var (mail, state) = await SendOneAsync(smtp, ("Smtp:Security", security.ToString()));

        Assert.Contains("certificate is not trusted", state.Outage?.Reason);
        Assert.Equal(MailState.Queued, mail.State);
        Assert.Empty(smtp.Received);
    }

    [Fact]
    public async Task A_server_without_the_encryption_that_is_asked_for_gets_no_mail()
    {
        await using var smtp = await SmtpSink.StartAsync();

        var (mail, state) = await SendOneAsync(smtp, ("Smtp:Security", "StartTls"));

        Assert.NotNull(state.Outage);
        Assert.Equal(MailState.Queued, mail.State);
    }

    [Fact]
    public async Task Without_a_server_mail_becomes_a_file_that_mail_programs_open()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");

        await world.Services.SendBatchAsync(agency);

        var file = Assert.Single(Directory.GetFiles(world.PickupFolder));
        Assert.EndsWith(".eml", file);
        using var message = await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal("anna@example.com", message.To.ToString());
        Assert.Equal("\"Acme Travel\" <no-reply@travel.example>", message.From.ToString());
        Assert.Contains("Lisbon", message.TextBody);
        Assert.Contains("Lisbon", message.HtmlBody);
        Assert.Equal(MailState.Sent, Assert.Single(await world.Services.MailsAsync(agency)).State);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_keeps_mail_waiting()
    {
        await using var world = await MailWorld.StartAsync(run, null);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        // Something else stands where the folder belongs.
        await File.WriteAllTextAsync(world.PickupFolder, "", TestContext.Current.CancellationToken);

        await world.Services.SendBatchAsync(agency);
        Assert.NotNull(world.Services.GetRequiredService<MailServerState>().Outage);
        File.Delete(world.PickupFolder);
        world.Time.Advance(TimeSpan.FromSeconds(6));
        await world.Services.SendBatchAsync(agency);

        Assert.Single(Directory.GetFiles(world.PickupFolder));
    }

    [Theory]
    [InlineData("mail.example.com", null, null, null, "Set Smtp__From")]
    [InlineData("mail.example.com", "Acme <mail@example.com>", null, null, "one bare address")]
    [InlineData("mail.example.com", "nonsense", null, null, "one bare address")]
    [InlineData("mail.example.com", "mail@example.com", "user", null, "Smtp__Password")]
    [InlineData("mail.example.com", "mail@example.com", null, "secret", "Smtp__Username")]
    public void A_wrong_setting_is_named(string? host, string? from, string? user, string? password, string named)
    {
        var options = new SmtpOptions
        {
            Host = host,
            From = from,
            Username = user,
            Password = password,
        };

        Assert.Contains(Check(options), problem => problem.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_that_are_right_or_absent_are_taken()
    {
        Assert.Empty(Check(new SmtpOptions()));
        Assert.Empty(Check(new SmtpOptions { Host = "mail.example.com", From = "mail@example.com" }));
        Assert.Equal(
            [587, 25, 587, 465, 2525],
            [
                new SmtpOptions().EffectivePort,
                new SmtpOptions { Security = SmtpSecurity.None }.EffectivePort,
                new SmtpOptions { Security = SmtpSecurity.StartTls }.EffectivePort,
                new SmtpOptions { Security = SmtpSecurity.Tls }.EffectivePort,
                new SmtpOptions { Security = SmtpSecurity.Tls, Port = 2525 }.EffectivePort,
            ]
        );
    }

    private static List<string> Check(SmtpOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.ConvertAll(result => result.ErrorMessage!);
    }

    private async Task<(OutgoingMail Mail, MailServerState State)> SendOneAsync(
        SmtpSink smtp,
        params IEnumerable<(string Key, string? Value)> settings
    )
    {
        await using var world = await MailWorld.StartAsync(run, smtp, settings);
        var agency = await world.NewAgencyAsync("acme");
        await world.Services.SubmitAsync(agency, "anna@example.com");
        await world.Services.SendBatchAsync(agency);
        return (
            Assert.Single(await world.Services.MailsAsync(agency)),
            world.Services.GetRequiredService<MailServerState>()
        );
    }
}
