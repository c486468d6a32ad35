using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Tests.Domain.TravelRequests;

public class TravelRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly Actor Agent = new(7, "Ann");

    [Fact]
    public void A_new_request_starts_its_history()
    {
        var request = Receive();
        Assert.Equal(RequestStatus.New, request.Status);
        Assert.Equal(RequestEventKind.Received, Assert.Single(request.Events).Kind);
        Assert.Null(request.SeenAt);
    }

    [Fact]
    public void References_and_tokens_differ_from_request_to_request()
    {
        var requests = Enumerable.Range(0, 200).Select(_ => Receive()).ToList();
        Assert.Equal(200, requests.DistinctBy(request => request.AccessToken).Count());
        Assert.True(requests.DistinctBy(request => request.Reference).Count() >= 199);
        Assert.All(requests, request => Assert.Equal(32, request.AccessToken.Length));
    }

    [Fact]
    public void Details_that_break_a_rule_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            TravelRequest.Receive(
                new TripDetails("Lisbon", new DateOnly(2026, 12, 12), "nobody", 2),
                Guid.NewGuid(),
                "en",
                Now
            )
        );

    [Fact]
    public void A_status_change_is_written_into_the_history_with_the_word_to_the_traveler()
    {
        var request = Receive();
        request.ChangeStatus(RequestStatus.Offered, Agent, " Three hotels to choose from. ", Now.AddHours(1));
        Assert.Equal(RequestStatus.Offered, request.Status);
        Assert.Equal(Now.AddHours(1), request.StatusChangedAt);
        var change = request.Events[^1];
        Assert.Equal((RequestStatus.New, RequestStatus.Offered), (change.FromStatus!.Value, change.ToStatus!.Value));
        Assert.Equal("Three hotels to choose from.", change.Text);
        Assert.Equal((7, "Ann"), (change.ActorId!.Value, change.ActorName));
        Assert.False(change.IsInternal);
    }

    [Fact]
    public void A_new_request_cannot_be_booked_without_having_been_worked()
    {
        var request = Receive();
        var refusal = Assert.Throws<StatusChangeRefusedException>(() =>
            request.ChangeStatus(RequestStatus.Booked, Agent, null, Now)
        );
        Assert.Equal((RequestStatus.New, RequestStatus.Booked), (refusal.From, refusal.To));
        Assert.Single(request.Events);
    }

    [Fact]
    public void Cancelling_a_departed_trip_is_refused()
    {
        var request = Receive();
        request.ChangeStatus(RequestStatus.Offered, Agent, null, Now);
        request.ChangeStatus(RequestStatus.Booked, Agent, null, Now);
        Assert.Throws<StatusChangeRefusedException>(() =>
            request.ChangeStatus(RequestStatus.Cancelled, Agent, null, Now.AddDays(60))
        );
    }

    [Fact]
    public void A_request_nobody_worked_in_time_can_still_be_closed()
    {
        var request = Receive();
        request.ChangeStatus(RequestStatus.Declined, Agent, null, Now.AddDays(60));
        Assert.Equal(RequestStatus.Declined, request.Status);
    }

    [Fact]
    public void Every_status_but_the_booked_one_has_a_way_on_before_departure() =>
        Assert.All(
            Enum.GetValues<RequestStatus>(),
            status => Assert.NotEmpty(StatusFlow.After(status, new DateOnly(2027, 1, 1), new DateOnly(2026, 12, 1)))
        );

    [Fact]
    public void A_note_is_internal()
    {
        var request = Receive();
        request.AddNote(Agent, "Called, no answer.", Now);
        Assert.True(request.Events[^1].IsInternal);
        Assert.Throws<ArgumentException>(() => request.AddNote(Agent, "  ", Now));
    }

    [Fact]
    public void The_first_look_is_what_counts_as_seen()
    {
        var request = Receive();
        request.MarkSeen(Now);
        request.MarkSeen(Now.AddHours(1));
        Assert.Equal(Now, request.SeenAt);
    }

    [Theory]
    [InlineData("K7M-4Q2D", true)]
    [InlineData("k7m 4q2d", true)]
    [InlineData("K7M4Q2D", true)]
    [InlineData("K7M4Q2", false)]
    [InlineData("K7M4Q2U", false)]
    [InlineData(null, false)]
    public void A_reference_is_read_as_people_write_it(string? text, bool expected)
    {
        Assert.Equal(expected, RequestReference.TryParse(text, out var reference));
        if (expected)
        {
            Assert.Equal("K7M4Q2D", reference);
        }
    }

    [Fact]
    public void Letters_that_look_like_digits_are_read_as_digits()
    {
        Assert.True(RequestReference.TryParse("OIL-0000", out var reference));
        Assert.Equal("0110000", reference);
    }

    private static TravelRequest Receive() =>
        TravelRequest.Receive(
            new TripDetails("Lisbon", new DateOnly(2026, 12, 12), "ada@example.com", 2),
            Guid.NewGuid(),
            "en",
            Now
        );
}
