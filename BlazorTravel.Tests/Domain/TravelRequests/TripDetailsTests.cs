using System.Globalization;
using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Tests.Domain.TravelRequests;

public class TripDetailsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly TripDetails Good = new("Lisbon", new DateOnly(2026, 12, 12), "ada@example.com", 2);

    [Fact]
    public void The_four_required_fields_are_enough() => Assert.Empty(Good.Check(Now));

    [Fact]
    public void Every_broken_field_is_named_once()
    {
        var problems = new TripDetails("", new DateOnly(2020, 1, 1), "nobody", 0)
        {
            Phone = "call me",
            Budget = -1,
            BudgetCurrency = "EUR",
        }.Check(Now);
        Assert.Equal(
            [
                new TripProblem(TripField.Destination, TripRule.Missing),
                new TripProblem(TripField.TravelDate, TripRule.InThePast),
                new TripProblem(TripField.UserEmail, TripRule.Invalid),
                new TripProblem(TripField.NumPersons, TripRule.OutOfRange),
                new TripProblem(TripField.Phone, TripRule.Invalid),
                new TripProblem(TripField.Budget, TripRule.OutOfRange),
            ],
            problems
        );
    }

    [Theory]
    [InlineData("2026-11-22T23:30:00Z", "2026-11-22")] // still the 22nd everywhere west of Greenwich
    [InlineData("2026-11-23T11:59:00Z", "2026-11-22")] // still the 22nd on Baker Island
    public void A_day_counts_as_today_while_it_is_that_day_anywhere(string now, string date) =>
        Assert.Empty(
            (Good with { TravelDate = DateOnly.Parse(date, CultureInfo.InvariantCulture) }).Check(
                DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)
            )
        );

    [Fact]
    public void Yesterday_everywhere_is_the_past() =>
        Assert.Contains(
            new TripProblem(TripField.TravelDate, TripRule.InThePast),
            (Good with { TravelDate = new DateOnly(2026, 11, 21) }).Check(Now)
        );

    [Fact]
    public void The_journey_home_is_not_before_the_journey_out() =>
        Assert.Equal(
            [new TripProblem(TripField.ReturnDate, TripRule.BeforeTravelDate)],
            (Good with { ReturnDate = new DateOnly(2026, 12, 11) }).Check(Now)
        );

    [Theory]
    [InlineData("ada@example.com", true)]
    [InlineData("ada.lovelace+trip@mail.example.co.uk", true)]
    [InlineData("ada@localhost", false)]
    [InlineData("ada@example.", false)]
    [InlineData("Ada <ada@example.com>", false)]
    [InlineData("ada@example.com, eve@example.com", false)]
    [InlineData("ada@example.com\r\nBcc: eve@example.com", false)]
    [InlineData("ada@@example.com", false)]
    [InlineData("ada example.com", false)]
    [InlineData("", false)]
    public void An_address_is_one_that_a_mail_can_be_sent_to(string text, bool expected) =>
        Assert.Equal(expected, TripDetails.IsEmail(text));

    [Fact]
    public void Control_characters_are_refused_where_a_line_is_meant() =>
        Assert.Contains(
            new TripProblem(TripField.Destination, TripRule.Invalid),
            (Good with { Destination = "Lis\r\nbon" }).Check(Now)
        );

    [Fact]
    public void Nights_count_the_days_between() =>
        Assert.Equal(7, (Good with { ReturnDate = new DateOnly(2026, 12, 19) }).Nights);
}
