namespace BlazorTravel.Domain.TravelRequests;

/// <summary>Where a request stands.</summary>
public enum RequestStatus
{
    /// <summary>Arrived; nobody has taken it up.</summary>
    New,

    /// <summary>The agency is preparing an offer.</summary>
    InProgress,

    /// <summary>An offer is with the traveler.</summary>
    Offered,
    Booked,

    /// <summary>The agency cannot help with this one.</summary>
    Declined,
    Cancelled,
}

/// <summary>What may follow what, and who is waited for.</summary>
public static class StatusFlow
{
    private static readonly Dictionary<RequestStatus, RequestStatus[]> Next = new()
    {
        [RequestStatus.New] =
        [
            RequestStatus.InProgress,
            RequestStatus.Offered,
            RequestStatus.Declined,
            RequestStatus.Cancelled,
        ],
        [RequestStatus.InProgress] =
        [
            RequestStatus.Offered,
            RequestStatus.Booked,
            RequestStatus.Declined,
            RequestStatus.Cancelled,
        ],
        [RequestStatus.Offered] =
        [
            RequestStatus.Booked,
            RequestStatus.InProgress,
            RequestStatus.Declined,
            RequestStatus.Cancelled,
        ],
        [RequestStatus.Booked] = [RequestStatus.Cancelled],
        [RequestStatus.Declined] = [RequestStatus.InProgress],
        [RequestStatus.Cancelled] = [RequestStatus.InProgress],
    };

    /// <summary>
    /// The statuses a request may go to on <paramref name="today"/>, the most usual first. Once the travel date has passed
    /// a booked trip stays booked, nothing is offered or booked any more, and a closed request is not reopened.
    /// </summary>
    public static IReadOnlyList<RequestStatus> After(RequestStatus status, DateOnly travelDate, DateOnly today) =>
        travelDate >= today
            ? Next[status]
            : status switch
            {
                RequestStatus.New or RequestStatus.InProgress or RequestStatus.Offered =>
                [
                    RequestStatus.Declined,
                    RequestStatus.Cancelled,
                ],
                _ => [],
            };

    /// <summary>True where the next move is the agency's.</summary>
    public static bool WaitsForAgency(RequestStatus status) => status is RequestStatus.New or RequestStatus.InProgress;

    /// <summary>True where nothing more is to be done.</summary>
    public static bool IsClosed(RequestStatus status) => status is RequestStatus.Declined or RequestStatus.Cancelled;
}
