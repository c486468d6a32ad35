using System.Globalization;
using AngleSharp.Dom;
using BlazorTravel.Web.Shared;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BlazorTravel.Tests.Shared;

public class ComponentTests : BunitContext
{
    public ComponentTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Services.AddLocalization();
        Services.AddSingleton<TimeProvider>(
            new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero))
        );
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void A_day_is_written_with_its_distance()
    {
        var when = Render<When>(p => p.Add(c => c.Date, new DateOnly(2026, 12, 12)));

        Assert.Equal("Sat 12 Dec 2026", when.Find("time").TextContent);
        Assert.Equal("2026-12-12", when.Find("time").GetAttribute("datetime"));
        Assert.Equal("in 19 days", when.Find(".away").TextContent);
    }

    [Fact]
    public void A_moment_is_written_in_UTC_and_says_so()
    {
        var at = new DateTimeOffset(2026, 11, 23, 1, 30, 0, TimeSpan.FromHours(2));
        var time = Render<Moment>(p => p.Add(c => c.At, at)).Find("time");

        Assert.Equal("Sun 22 Nov 2026, 23:30 UTC", time.TextContent);
        Assert.Equal("2026-11-22T23:30:00Z", time.GetAttribute("datetime"));
    }

    [Theory]
    [InlineData("InProgress")]
    [InlineData("in_progress")]
    [InlineData("inprogress")]
    public void A_status_is_known_by_any_of_its_spellings(string status)
    {
        var chip = Chip(status, "In progress");

        Assert.Contains("amber", chip.ClassList);
        Assert.Equal("In progress", chip.TextContent.Trim());
    }

    [Fact]
    public void No_two_request_statuses_share_color_or_shape()
    {
        string[] statuses = ["new", "in_progress", "offered", "booked", "declined", "cancelled"];
        var chips = statuses.Select(status => Chip(status, status)).ToList();

        Assert.Equal(statuses.Length, chips.Select(chip => chip.ClassName).Distinct().Count());
        Assert.Equal(statuses.Length, chips.Select(chip => chip.QuerySelector("svg")!.InnerHtml).Distinct().Count());
    }

    [Fact]
    public void A_field_ties_hint_and_error_to_its_control()
    {
        var field = Render<Field>(p =>
            p.Add(c => c.Id, "email")
                .Add(c => c.Label, "Email")
                .Add(c => c.Hint, "So that we can answer.")
                .Add(c => c.Error, "Write an email address.")
                .Add(c => c.ChildContent, Control)
        );
        var input = field.Find("input");

        Assert.Equal("email", field.Find("label").GetAttribute("for"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        var described = input.GetAttribute("aria-describedby")!.Split(' ');
        Assert.Equal(
            ["Write an email address.", "So that we can answer."],
            described.Select(id => field.Find($"#{id}").TextContent)
        );
    }

    [Fact]
    public void A_field_without_hint_and_error_describes_nothing()
    {
        var field = Render<Field>(p =>
            p.Add(c => c.Id, "phone").Add(c => c.Label, "Phone").Add(c => c.ChildContent, Control)
        );
        var input = field.Find("input");

        Assert.False(input.HasAttribute("aria-invalid"));
        Assert.False(input.HasAttribute("aria-describedby"));
    }

    [Fact]
    public void An_error_summary_takes_the_focus_and_leads_to_the_fields()
    {
        var summary = Render<ErrorSummary>(p =>
            p.Add(c => c.Title, "Please check one field").Add(c => c.Errors, [("email", "Write an email address.")])
        );

        Assert.Equal("alert", summary.Find(".error-summary").GetAttribute("role"));
        Assert.EndsWith("#email", summary.Find("a").GetAttribute("href"), StringComparison.Ordinal);
        JSInterop.VerifyFocusAsyncInvoke();
    }

    [Fact]
    public void An_error_summary_does_not_grab_the_focus_again_for_the_same_errors()
    {
        (string, string)[] errors = [("email", "Write an email address.")];
        var summary = Render<ErrorSummary>(p => p.Add(c => c.Title, "Check").Add(c => c.Errors, errors));

        summary.Render(p => p.Add(c => c.Title, "Check").Add(c => c.Errors, [.. errors]));

        JSInterop.VerifyFocusAsyncInvoke(calledTimes: 1);
    }

    [Fact]
    public void Without_errors_there_is_no_summary() =>
        Assert.Empty(Render<ErrorSummary>(p => p.Add(c => c.Title, "Check").Add(c => c.Errors, [])).Markup.Trim());

    [Fact]
    public void A_chart_holds_the_same_figures_as_its_table()
    {
        var chart = Render<TrendChart>(p =>
            p.Add(c => c.Title, "Requests")
                .Add(c => c.LabelHeading, "Day")
                .Add(c => c.ValueHeading, "November")
                .Add(c => c.BeforeHeading, "October")
                .Add(c => c.Points, [new ChartPoint("1 Nov", 3, 2), new ChartPoint("2 Nov", 1200, 4)])
        );

        Assert.Equal(
            ["1 Nov", "3", "2", "2 Nov", "1,200", "4"],
            chart.FindAll("tbody td").Select(cell => cell.TextContent)
        );
        Assert.Equal(2, chart.FindAll("path.line").Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(90)]
    public void A_chart_of_any_length_has_at_most_five_labels_and_valid_numbers(int length)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de");
        var points = Enumerable.Range(0, length).Select(i => new ChartPoint($"{i}", i * 0.3)).ToList();
        var chart = Render<TrendChart>(p =>
            p.Add(c => c.Title, "Requests")
                .Add(c => c.LabelHeading, "Day")
                .Add(c => c.ValueHeading, "November")
                .Add(c => c.Points, points)
        );

        Assert.True(chart.FindAll(".labels span").Count <= 5);
        Assert.All(chart.FindAll("path"), path => Assert.DoesNotContain(',', path.GetAttribute("d")!));
        Assert.DoesNotContain("NaN", chart.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(7, 8, 2)]
    [InlineData(12, 15, 5)]
    [InlineData(148, 150, 50)]
    [InlineData(1001, 1500, 500)]
    public void An_axis_ends_on_a_round_step(double highest, double max, double step) =>
        Assert.Equal(new ChartScale(max, step), ChartScale.For([0, highest]));

    [Fact]
    public void An_icon_that_does_not_exist_is_an_error() =>
        Assert.Throws<KeyNotFoundException>(() => Render<Icon>(p => p.Add(c => c.Name, "unicorn")));

    private IElement Chip(string status, string label) =>
        Render<StatusChip>(p => p.Add(c => c.Status, status).Add(c => c.Label, label)).Find(".status");

    private static Microsoft.AspNetCore.Components.RenderFragment Control(FieldState state) =>
        builder =>
        {
            builder.OpenElement(0, "input");
            builder.AddMultipleAttributes(1, state.Attributes);
            builder.CloseElement();
        };
}
