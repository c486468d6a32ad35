using System.Collections;
using System.Globalization;
using System.Resources;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlazorTravel.Tests.Mail;

/// <summary>What the mails say: in every language, encoded, and the same in both parts.</summary>
public sealed class RenderingTests
{
    private static readonly MailCatalog Catalog = new(typeof(MailCatalog).Assembly.GetTypes());

    private static readonly AgencyTenant Acme = new(
        1,
        "acme",
        "Acme Travel",
        "acme",
        true,
        true,
        "#F5C400",
        null,
        null,
        null
    );

    public static TheoryData<string, int> EveryMailInEveryLanguage =>
        new(
            from language in MailLanguage.All
            from index in Enumerable.Range(0, Samples.All.Count())
            select (language, index)
        );

    [Fact]
    public void No_kind_of_mail_is_left_out_here() =>
        Assert.Equal(
            Catalog.Kinds.Select(kind => kind.Type.Name).Order(),
            Samples.All.Select(mail => mail.GetType().Name).Distinct().Order()
        );

    [Theory]
    [MemberData(nameof(EveryMailInEveryLanguage))]
    public async Task Every_mail_renders_in_every_language(string language, int sample)
    {
        var mail = Samples.All.ElementAt(sample);
        var queued = Queue(mail, language);

        var body = await RenderAsync(queued);

        Assert.StartsWith("<!DOCTYPE html>", body.Html.Trim());
        Assert.Contains($"<html lang=\"{language}\">", body.Html);
        Assert.Contains("Acme Travel", body.Text);
        Assert.DoesNotContain("{0", body.Html + body.Text + queued.Subject);
        Assert.DoesNotContain("<", body.Text);
        Assert.NotEmpty(queued.Subject);
    }

    [Theory]
    [InlineData("en", "Sat 12 Dec 2026", "2 persons", "See your request")]
    [InlineData("de", "Sa, 12. Dez. 2026", "2 Personen", "Ihre Anfrage ansehen")]
    [InlineData("fr", "sam. 12 déc. 2026", "2 personnes", "Voir votre demande")]
    [InlineData("es", "sáb, 12 dic 2026", "2 personas", "Ver su solicitud")]
    public async Task Dates_numbers_and_words_are_the_readers(
        string language,
        string date,
        string persons,
        string button
    )
    {
        var body = await RenderAsync(Queue(Samples.Received, language));

        Assert.Contains(date, body.Text);
        Assert.Contains(persons, body.Text);
        Assert.Contains(button, body.Text);
    }

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("FR", "fr")]
    [InlineData("pt-BR", "en")]
    [InlineData("no such thing, certainly not a language", "en")]
    [InlineData("", "en")]
    public void A_reader_gets_the_nearest_language(string asked, string given) =>
        Assert.Equal(given, MailLanguage.For(asked).Name);

    [Fact]
    public async Task Rendering_leaves_the_callers_language_alone()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("it");

        await RenderAsync(Queue(Samples.Received, "de"));

        Assert.Equal(("it", "it"), (CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name));
    }

    [Fact]
    public void Every_text_exists_in_every_language_its_mail_is_written_in()
    {
        var owners = typeof(MailCatalog)
            .Assembly.GetTypes()
            .Where(type =>
                type.GetFields((System.Reflection.BindingFlags)(-1)).Any(f => f.FieldType == typeof(MailTexts))
            )
            .Where(type => type.Name.EndsWith("Texts", StringComparison.Ordinal))
            .ToList();
        Assert.True(owners.Count >= 4);
        foreach (var owner in owners)
        {
            var resources = new ResourceManager(owner);
            var english = Keys(resources, CultureInfo.InvariantCulture);
            Assert.NotEmpty(english);
            foreach (var language in MailLanguage.All.Skip(1))
            {
                var keys = Keys(resources, CultureInfo.GetCultureInfo(language));
                // What only the agency's people and administrators read is in English alone.
                Assert.True(keys.Count == 0 || keys.SetEquals(english), $"{owner.Name} in {language}");
            }
        }
    }

    [Fact]
    public async Task What_people_wrote_is_shown_and_never_understood()
    {
        const string evil = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
        var mail = Samples.Notice with
        {
            Notes = evil,
            TravelerName = evil,
            Trip = Samples.Trip with { Destination = evil },
        };

        var body = await RenderAsync(Queue(mail, "en"));

        Assert.DoesNotContain("<script", body.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", body.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", body.Html);
        Assert.Contains(evil, body.Text);
    }

    [Fact]
    public async Task The_plain_text_says_what_the_html_says()
    {
        var body = await RenderAsync(Queue(Samples.StatusChanged(RequestStatus.Offered), "en"));

        Assert.Equal(
            """
            Acme Travel

            There is an offer for you

            Hello Anna,

            Acme Travel has made you an offer. Have a look and tell the agency what you think.

            Acme Travel writes:

            First line
            second line

            New paragraph

            Reference: K7M-4Q2D
            Destination: São Tomé
            Travel date: Sat 12 Dec 2026
            Return: Sat 26 Dec 2026
            Travelers: 2 persons

            See your request:
            http://acme.travel.example/r/0123456789abcdef0123456789abcdef

            You receive this mail because you sent a travel request to Acme Travel.

            """.ReplaceLineEndings("\n"),
            body.Text
        );
    }

    [Theory]
    [InlineData(RequestStatus.InProgress, "is preparing an offer for you")]
    [InlineData(RequestStatus.Offered, "has made you an offer")]
    [InlineData(RequestStatus.Booked, "has booked your trip")]
    [InlineData(RequestStatus.Declined, "cannot be arranged")]
    [InlineData(RequestStatus.Cancelled, "has been cancelled")]
    public async Task Each_status_has_its_own_sentence(RequestStatus status, string sentence)
    {
        var others = Enum.GetValues<RequestStatus>()
            .Except([status])
            .Select(other => Queue(Samples.StatusChanged(other), "en").Subject);
        var mail = Queue(Samples.StatusChanged(status), "en");

        Assert.Contains(sentence, (await RenderAsync(mail)).Text);
        Assert.DoesNotContain(mail.Subject, others);
    }

    [Fact]
    public async Task A_brand_too_light_for_white_words_is_darkened_in_the_header()
    {
        var body = await RenderAsync(Queue(Samples.Received, "en"));

        var tones = MailBrand.Of(Acme).Palette.Light;
        Assert.True(tones.WasShifted);
        Assert.Contains($"background:{tones.Primary};color:{tones.OnPrimary}", body.Html);
        Assert.True(tones.Primary.ContrastWith(tones.OnPrimary) >= 4.5);
    }

    [Fact]
    public void Two_mails_of_one_name_are_refused() =>
        Assert.Contains(
            "twice",
            Assert
                .Throws<InvalidOperationException>(() => new MailCatalog([typeof(OneMail), typeof(OtherMail)]))
                .Message
        );

    [Fact]
    public void A_body_that_takes_another_mail_is_refused() =>
        Assert.Contains(
            "RequestReceivedMailBody has no parameter",
            Assert.Throws<InvalidOperationException>(() => new MailCatalog([typeof(StrayMail)])).Message
        );

    private static HashSet<string> Keys(ResourceManager resources, CultureInfo culture) =>
        resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false) is { } set
            ? [.. set.Cast<DictionaryEntry>().Select(entry => (string)entry.Key)]
            : [];

    private static OutgoingMail Queue(IMail mail, string language) =>
        OutgoingMail.Create(
            new MailContent(
                Catalog.Find(mail.GetType()).Name,
                MailCatalog.Write(mail),
                language,
                "anna@example.com",
                MailLanguage.Speak(MailLanguage.For(language), () => mail.Subject)
            ),
            "1@acme.example",
            null,
            new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)
        );

    private static async Task<RenderedMail> RenderAsync(OutgoingMail mail)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        return await new MailRenderer(Catalog, services, NullLoggerFactory.Instance).RenderAsync(mail, Acme);
    }

    [MailTemplate("twice", typeof(OneBody))]
    private sealed record OneMail(string Subject) : IMail;

    [MailTemplate("twice", typeof(OtherBody))]
    private sealed record OtherMail(string Subject) : IMail;

    [MailTemplate("stray", typeof(RequestReceivedMailBody))]
    private sealed record StrayMail(string Subject) : IMail;

    private sealed class OneBody : Microsoft.AspNetCore.Components.ComponentBase
    {
        [Microsoft.AspNetCore.Components.Parameter]
        public OneMail? Mail { get; set; }
    }

    private sealed class OtherBody : Microsoft.AspNetCore.Components.ComponentBase
    {
        [Microsoft.AspNetCore.Components.Parameter]
        public OtherMail? Mail { get; set; }
    }
}
