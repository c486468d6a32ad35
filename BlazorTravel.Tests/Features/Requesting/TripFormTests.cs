using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Features.Requesting;

namespace BlazorTravel.Tests.Features.Requesting;

public sealed class TripFormTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_needed_is_enough()
    {
        var (details, problems) = Filled().Read(Now);

        Assert.Empty(problems);
        Assert.Equal(new TripDetails("Lisbon, Portugal", new DateOnly(2026, 12, 12), "ana@example.com", 2), details);
    }

    [Fact]
    public void Everything_that_can_be_said_arrives()
    {
        var form = Filled();
        form.Destination = "  Lisbon ";
        form.Nights = "7";
        form.TravelerName = " Ana ";
        form.Phone = "+351 21 000 000";
        form.Budget = "1.500,50";
        form.BudgetCurrency = "chf";
        form.Notes = "One\r\nTwo";

        var details = form.Read(Now).Details;

        Assert.Equal(
            new TripDetails("Lisbon", new DateOnly(2026, 12, 12), "ana@example.com", 2)
            {
                ReturnDate = new DateOnly(2026, 12, 19),
                TravelerName = "Ana",
                Phone = "+351 21 000 000",
                Budget = 1500.50m,
                BudgetCurrency = "CHF",
                Notes = "One\nTwo",
            },
            details
        );
    }

    [Fact]
    public void An_empty_form_names_each_field_that_is_needed_in_their_order()
    {
        var (details, problems) = new TripForm().Read(Now);

        Assert.Null(details);
        Assert.Equal(
            [
                new(TripField.Destination, TripRule.Missing),
                new(TripField.TravelDate, TripRule.Missing),
                new(TripField.UserEmail, TripRule.Missing),
                new(TripField.NumPersons, TripRule.Missing),
            ],
            problems
        );
    }

    [Theory]
    [InlineData(nameof(TripForm.Destination), "X", TripField.Destination, TripRule.Missing)]
    [InlineData(nameof(TripForm.Destination), "Lis\u0007bon", TripField.Destination, TripRule.Invalid)]
    [InlineData(nameof(TripForm.TravelDate), "12/12/2026", TripField.TravelDate, TripRule.Invalid)]
    [InlineData(nameof(TripForm.TravelDate), "2026-02-30", TripField.TravelDate, TripRule.Invalid)]
    [InlineData(nameof(TripForm.TravelDate), "0002-12-12", TripField.TravelDate, TripRule.InThePast)]
    [InlineData(nameof(TripForm.TravelDate), "2026-11-22", TripField.TravelDate, TripRule.InThePast)]
    [InlineData(nameof(TripForm.TravelDate), "9999-12-31", TripField.TravelDate, TripRule.TooFar)]
    [InlineData(nameof(TripForm.Email), "ana@example", TripField.UserEmail, TripRule.Invalid)]
    [InlineData(nameof(TripForm.Email), "ana@example.com, b@example.com", TripField.UserEmail, TripRule.Invalid)]
    [InlineData(nameof(TripForm.Email), "   ", TripField.UserEmail, TripRule.Missing)]
    [InlineData(nameof(TripForm.NumPersons), "0", TripField.NumPersons, TripRule.OutOfRange)]
    [InlineData(nameof(TripForm.NumPersons), "-3", TripField.NumPersons, TripRule.OutOfRange)]
    [InlineData(nameof(TripForm.NumPersons), "100", TripField.NumPersons, TripRule.OutOfRange)]
    [InlineData(nameof(TripForm.NumPersons), "2.5", TripField.NumPersons, TripRule.Invalid)]
    [InlineData(nameof(TripForm.NumPersons), "two", TripField.NumPersons, TripRule.Invalid)]
    [InlineData(nameof(TripForm.NumPersons), "99999999999", TripField.NumPersons, TripRule.Invalid)]
    [InlineData(nameof(TripForm.ReturnDate), "2026-12-11", TripField.ReturnDate, TripRule.BeforeTravelDate)]
    [InlineData(nameof(TripForm.ReturnDate), "2029-12-11", TripField.ReturnDate, TripRule.TooFar)]
    [InlineData(nameof(TripForm.ReturnDate), "soon", TripField.ReturnDate, TripRule.Invalid)]
    [InlineData(nameof(TripForm.Nights), "366", TripField.Nights, TripRule.OutOfRange)]
    [InlineData(nameof(TripForm.Nights), "-1", TripField.Nights, TripRule.OutOfRange)]
    [InlineData(nameof(TripForm.Nights), "a week", TripField.Nights, TripRule.Invalid)]
    [InlineData(nameof(TripForm.Phone), "1234", TripField.Phone, TripRule.Invalid)]
    [InlineData(nameof(TripForm.Budget), "a lot", TripField.Budget, TripRule.Invalid)]
    [InlineData(nameof(TripForm.Budget), "0", TripField.Budget, TripRule.OutOfRange)]
    [InlineData(nameof(TripForm.Budget), "10000001", TripField.Budget, TripRule.OutOfRange)]
    public void A_broken_rule_is_named_and_the_only_one(string property, string typed, TripField field, TripRule rule)
    {
        var form = Filled();
        typeof(TripForm).GetProperty(property)!.SetValue(form, typed);

        var (details, problems) = form.Read(Now);

        Assert.Null(details);
        Assert.Equal([new TripProblem(field, rule)], problems);
        // Nothing typed is changed by reading it.
        Assert.Equal(typed, typeof(TripForm).GetProperty(property)!.GetValue(form));
    }

    [Fact]
    public void Too_much_is_named_field_by_field()
    {
        var form = Filled();
        form.Destination = new string('a', TripDetails.DestinationMaxLength + 1);
        form.TravelerName = new string('a', TripDetails.NameMaxLength + 1);
        form.Phone = new string('1', TripDetails.PhoneMaxLength + 1);
        form.Notes = new string('a', TripDetails.NotesMaxLength + 1);

        Assert.Equal(
            [TripField.Destination, TripField.TravelerName, TripField.Phone, TripField.Notes],
            form.Read(Now).Problems.Where(problem => problem.Rule == TripRule.TooLong).Select(problem => problem.Field)
        );
    }

    [Fact]
    public void Nights_and_return_may_both_be_given_when_they_agree()
    {
        var form = Filled();
        form.ReturnDate = "2026-12-19";
        form.Nights = "7";
        Assert.Equal(7, form.Read(Now).Details?.Nights);

        form.Nights = "8";
        Assert.Equal([new TripProblem(TripField.Nights, TripRule.Invalid)], form.Read(Now).Problems);
    }

    [Fact]
    public void Today_is_a_day_to_leave_on_wherever_it_is_still_that_day()
    {
        var form = Filled();
        form.TravelDate = "2026-11-22";

        Assert.Equal(TripRule.InThePast, Assert.Single(form.Read(Now).Problems).Rule);
        Assert.NotNull(form.Read(new DateTimeOffset(2026, 11, 23, 11, 0, 0, TimeSpan.Zero)).Details);
    }

    [Fact]
    public void What_a_database_could_not_store_is_left_out_of_the_notes()
    {
        var form = Filled();
        form.Notes = "a\0b\u0007c\ttab\nline \ud800 Cafe\u0301";

        Assert.Equal("abc\ttab\nline \ufffd Café", form.Read(Now).Details?.Notes);
    }

    [Fact]
    public void The_same_form_with_the_same_content_has_one_key()
    {
        var form = Filled();
        var details = form.Read(Now).Details!;
        var key = form.SubmissionKey(details);

        form.Notes = "";
        Assert.Equal(key, form.SubmissionKey(form.Read(Now).Details!));
        form.Notes = "changed";
        Assert.NotEqual(key, form.SubmissionKey(form.Read(Now).Details!));
        form.Notes = null;
        form.Key = TripForm.Blank().Key;
        Assert.NotEqual(key, form.SubmissionKey(details));
    }

    private static TripForm Filled() =>
        new()
        {
            Key = "a-form",
            Destination = "Lisbon, Portugal",
            TravelDate = "2026-12-12",
            Email = "ana@example.com",
            NumPersons = "2",
        };
}
