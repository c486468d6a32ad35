using System.Globalization;
using System.Text;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Features.Account;
using BlazorTravel.Web.Features.AgencySettings;
using BlazorTravel.Web.Features.Desk.Queue;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Features.Requesting.Places;
using BlazorTravel.Web.Features.TenantManagement;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Sessions;
using BlazorTravel.Web.Shell;
using FsCheck;
using FsCheck.Fluent;

namespace BlazorTravel.Tests.Walls.Strangers;

/// <summary>Everything else that reads what strangers send: it never throws, and what it takes can be kept and read again.</summary>
public sealed class InputProperties
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<TripForm> Trips =
        from destination in Or("Lisbon")
        from date in Or("2027-03-01")
        from email in Or("ada@example.com")
        from persons in Or("2")
        from back in Nasty.MaybeText
        from nights in Nasty.MaybeText
        from name in Nasty.MaybeText
        from phone in Nasty.MaybeText
        from budget in Nasty.MaybeText
        from currency in Or("EUR")
        from notes in Nasty.MaybeText
        from key in Nasty.MaybeText
        from wrong in Gen.Choose(0, 5)
        select new TripForm
        {
            Key = key,
            Destination = destination,
            TravelDate = date,
            Email = email,
            NumPersons = persons,
            // Mostly one or two of those that need not be there, or hardly any form would be right.
            ReturnDate = wrong == 0 ? back : null,
            Nights = wrong == 1 ? nights : null,
            TravelerName = name,
            Phone = wrong == 2 ? phone : null,
            Budget = wrong is 3 or 4 ? budget : null,
            BudgetCurrency = currency,
            Notes = notes,
        };

    [Fact]
    public void A_trip_that_is_taken_keeps_the_rules_and_can_be_stored()
    {
        var taken = 0;
        Property.Holds(
            Trips,
            form =>
            {
                if (form.Read(Now) is not { Details: { } trip, Problems: var problems })
                {
                    return true;
                }
                taken++;
                _ = form.SubmissionKey(trip);
                return problems.Count == 0
                    && trip.Check(Now).Count == 0
                    && new[]
                    {
                        trip.Destination,
                        trip.UserEmail,
                        trip.TravelerName,
                        trip.Phone,
                        trip.BudgetCurrency,
                        trip.Notes,
                    }.All(IsStorable);
            }
        );
        Assert.True(taken > 100, $"Only {taken} of {Property.Cases} were right: the rule was hardly tried.");
    }

    [Fact]
    public void A_trip_that_is_refused_says_why() =>
        Property.Holds(
            Trips,
            form => form.Read(Now) is var reading && reading.Details is null == reading.Problems.Count > 0
        );

    [Fact]
    public void An_amount_has_two_decimals_at_most_and_reads_the_same_again() =>
        Property.HoldsOfText(text =>
            !Amount.TryParse(text, out var amount)
            || (
                decimal.Round(amount, 2) == amount
                && Amount.TryParse(amount.ToString("0.00", CultureInfo.InvariantCulture), out var again)
                && again == amount
            )
        );

    [Fact]
    public void A_reference_reads_the_same_as_it_is_shown() =>
        Property.HoldsOfText(text =>
            !RequestReference.TryParse(text, out var reference)
            || (RequestReference.TryParse(RequestReference.Format(reference), out var again) && again == reference)
        );

    [Fact]
    public void An_email_that_is_taken_can_be_written_to_and_starts_no_other_header() =>
        Property.Holds(
            Gen.OneOf(
                Nasty.Text,
                Gen.Zip(Nasty.Text, Nasty.Text, (one, other) => $"{one}@{other}"),
                Nasty.Text.Select(text => $"{text}@example.com")
            ),
            text =>
                !TripDetails.IsEmail(text)
                || (
                    IsStorable(text)
                    && MimeKit.MailboxAddress.TryParse(text, out var mailbox)
                    && !mailbox.ToString().Contains('\n', StringComparison.Ordinal)
                )
        );

    [Fact]
    public void The_queues_address_says_what_it_shows() =>
        Property.Holds(
            from pairs in Gen.ListOf(
                Gen.Zip(
                    Gen.Elements(
                        "q",
                        "page",
                        "status",
                        "sort",
                        "leaving",
                        "from",
                        "to",
                        "after",
                        "before",
                        "waiting",
                        "unread"
                    ),
                    Nasty.Text
                )
            )
            from escaped in Gen.Elements(true, false)
            select "/admin/requests?"
                + string.Join(
                    '&',
                    pairs.Select(pair =>
                        $"{pair.Item1}={(escaped ? Uri.EscapeDataString(Whole(pair.Item2)) : pair.Item2)}"
                    )
                ),
            uri =>
            {
                var once = QueueFilter.Parse(QueueFilter.Parse(uri).Url());
                return once.Page >= 1 && IsStorable(once.Search) && QueueFilter.Parse(once.Url()) == once;
            }
        );

    [Fact]
    public void Places_are_searched_with_anything() =>
        Property.Holds(Nasty.MaybeText, text => new PlaceListOnce().Search(text).Count <= 7, 1000);

    [Fact]
    public void A_return_address_stays_on_its_host() =>
        Property.Holds(
            Gen.OneOf(
                Nasty.Text,
                Nasty.Text.Select(text => "/" + text),
                Nasty.Text.Select(text => "//" + text),
                Nasty.Text.Select(text => "/\\" + text)
            ),
            text =>
            {
                var address = LocalAddress.Or(text, "/admin");
                return address[0] == '/'
                    && (
                        !Uri.TryCreate(new Uri("http://acme.example/login"), address, out var uri)
                        || uri.Authority == "acme.example"
                    );
            }
        );

    [Fact]
    public void A_logo_is_told_by_its_content()
    {
        var taken = 0;
        Property.Holds(
            Nasty.Bytes,
            bytes =>
            {
                try
                {
                    var logo = TenantLogo.From(bytes);
                    taken++;
                    return logo.Content.SequenceEqual(bytes)
                        && (logo.ContentType, bytes)
                            is
                                ("image/png", [0x89, (byte)'P', ..])
                                or
                                ("image/jpeg", [0xFF, 0xD8, 0xFF, ..])
                                or
                                ("image/webp", [(byte)'R', ..]);
                }
                catch (ArgumentException)
                {
                    return true;
                }
            }
        );
        Assert.True(taken > 50);
    }

    [Fact]
    public void A_color_reads_the_same_as_it_is_written() =>
        Property.HoldsOfText(text =>
            !BrandColor.TryParse(text, out var color)
            || (BrandColor.TryParse(color.ToString(), out var again) && again.Equals(color))
        );

    [Fact]
    public void Settings_that_are_taken_can_be_stored() =>
        Property.Holds(
            from name in Or("Acme")
            from welcome in Nasty.MaybeText
            from reply in Or("a@b.example")
            from color in Or("#123456")
            select new SettingsForm
            {
                Name = name ?? "",
                WelcomeText = welcome,
                ReplyTo = reply,
                BrandColor = color ?? "",
            },
            form => form.Check().Count > 0 || new[] { form.Name, form.WelcomeText, form.ReplyTo }.All(IsStorable)
        );

    [Fact]
    public void A_new_agency_that_is_taken_can_be_stored() =>
        Property.Holds(
            from name in Or("Acme")
            from subdomain in Or("acme")
            from email in Or("a@b.example")
            select new NewAgency
            {
                Name = name ?? "",
                Subdomain = subdomain ?? "",
                AdminEmail = email ?? "",
            },
            agency =>
                agency.Check().Count > 0 || new[] { agency.Name, agency.Subdomain, agency.AdminEmail }.All(IsStorable)
        );

    [Fact]
    public void Words_to_a_traveler_and_notes_can_be_stored() =>
        Property.HoldsOfText(text =>
        {
            var request = TravelRequest.Receive(
                new TripDetails("Lisbon", new DateOnly(2027, 3, 1), "a@b.example", 1),
                Guid.Empty,
                "en",
                Now
            );
            try
            {
                request.AddNote(new Actor(1, "Ana"), text, Now);
                return request.Events.All(entry => IsStorable(entry.Text));
            }
            catch (ArgumentException)
            {
                return true;
            }
        });

    [Fact]
    public void A_language_is_one_of_ours_whatever_is_asked_for() =>
        Property.Holds(Nasty.MaybeText, text => Languages.Knows(MailLanguage.For(text ?? "").TwoLetterISOLanguageName));

    [Fact]
    public void A_words_for_a_state_read_the_same_again() =>
        Property.HoldsOfText(text =>
            !EnumColumns.TryRead<RequestStatus>(text, out var status)
            || (
                Enum.IsDefined(status)
                && EnumColumns.TryRead<RequestStatus>(EnumColumns.Write(status), out var again)
                && again == status
            )
        );

    [Fact]
    public void What_is_no_token_has_no_life() =>
        Property.Holds(
            Gen.OneOf(
                Nasty.Text,
                Gen.Zip(Nasty.Text, Nasty.Text, (header, body) => $"{Base64(header)}.{Base64(body)}.x"),
                Nasty.Text.Select(text =>
                    $"{Base64("{\"alg\":\"HS256\"}")}.{Base64($"{{\"exp\":{text},\"nbf\":{text}}}")}.x"
                )
            ),
            text =>
            {
                _ = TokenFormat.LifeOf(text);
                return true;
            }
        );

    private static Gen<string?> Or(string right) =>
        Gen.Frequency((6, Gen.Constant<string?>(right)), (1, Nasty.MaybeText));

    /// <summary>PostgreSQL keeps no NUL, and no half of a surrogate pair.</summary>
    private static bool IsStorable(string? text) =>
        text is null || (!text.Contains('\0', StringComparison.Ordinal) && Whole(text) == text);

    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Base64(string text) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>Reading the list costs more than searching in it.</summary>
    private sealed class PlaceListOnce
    {
        private static readonly PlaceList List = new();

        public IReadOnlyList<Place> Search(string? text) => List.Search(text);
    }
}
