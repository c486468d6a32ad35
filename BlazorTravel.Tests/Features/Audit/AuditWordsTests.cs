using System.Globalization;
using System.Reflection;
using System.Resources;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Web.Features.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Features.Audit;

/// <summary>Filters in addresses, and entries in words.</summary>
public sealed class AuditWordsTests
{
    private readonly AuditWords words = new ServiceCollection()
        .AddLogging()
        .AddLocalization()
        .AddScoped<AuditWords>()
        .BuildServiceProvider()
        .GetRequiredService<AuditWords>();

    public static TheoryData<string> Actions =>
        [
            .. typeof(AuditActions)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(constant => (string)constant.GetRawConstantValue()!),
        ];

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_action_and_its_area_have_words(string action)
    {
        var texts = new ResourceManager(typeof(AuditTexts));
        Assert.NotNull(texts.GetString($"Action_{action}", CultureInfo.InvariantCulture));
        Assert.NotNull(texts.GetString($"Area_{action.Split('.')[0]}", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void What_has_no_word_is_shown_readably()
    {
        Assert.Equal("Slightly moved", words.Action("thing.slightly_moved"));
        Assert.Equal("thing 7", words.Subject(AuditSubject.Parse("thing:7")));
        Assert.Equal("just a name", words.Subject(AuditSubject.Parse("just a name")));
        Assert.Equal("request K7M-4Q2D", words.Subject(AuditSubject.Parse("request:K7M-4Q2D")));
        Assert.Equal("API key “My: site”", words.Origin("key:My: site"));
    }

    [Fact]
    public void Changes_are_told_field_by_field()
    {
        var line = Line(
            """{"status": "new", "is_active": true, "reply_to": null, "gone": 3}""",
            """{"status": "in_progress", "is_active": false, "reply_to": "a@b.example", "list": [1, "x"], "locked_until": null, "at": "2026-11-23T16:05:00+01:00"}"""
        );
        Assert.Equal(
            [
                new("Status", "New", "In progress"),
                new("Active", "yes", "no"),
                new("Reply address", "nothing", "a@b.example"),
                new("List", null, "1, x"),
                new("At", null, "23 Nov 2026, 15:05 UTC"),
                new("Gone", "3", null),
            ],
            words.Changes(line)
        );
        Assert.Empty(words.Changes(Line(null, null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?person=7&area=request&q=K7M&from=2026-11-01&to=2026-11-30&zone=Europe%2FBerlin")]
    [InlineData("?agency=acme&before=019aaf3a-9b80-7000-8000-000000000000")]
    [InlineData("?person=Traveler&q=a%26b%20%C3%A9")]
    public void An_address_is_read_as_it_was_written(string query) =>
        Assert.Equal("/admin/audit" + query, AuditFilter.Parse("/admin/audit" + query).Url("/admin/audit"));

    [Theory]
    [InlineData("?from=yesterday&to=0001-01-01&before=7&person=&q=%00")]
    [InlineData("?from=9999-12-31&zone=Europe%2FBerlin")]
    [InlineData("?from=2026-99-99&zone=Nowhere%2FAtAll#?q=x")]
    public void What_an_address_says_wrongly_counts_as_not_said(string query) =>
        Assert.Equal(AuditFilter.Everything, AuditFilter.Parse("/admin/audit" + query));

    [Fact]
    public void The_first_id_of_a_moment_comes_before_every_id_of_it_and_after_those_before()
    {
        var at = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(EntryTime.FirstId(at) <= Guid.CreateVersion7(at));
            Assert.True(Guid.CreateVersion7(at.AddMilliseconds(-1)) < EntryTime.FirstId(at));
        }
    }

    private static AuditLine Line(string? before, string? after) =>
        new(Guid.Empty, default, 1, "Ana", null, "browser", "x.y", new AuditSubject("request", "1"), before, after);
}
