using BlazorTravel.Domain.TravelRequests;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>A filter that is asked for so often that it has a name.</summary>
/// <param name="Label">A key of DeskTexts.</param>
/// <param name="Count">Its figure, where it has one.</param>
public sealed record QueueView(string Label, QueueFilter Filter, Func<QueueFigures, int>? Count = null)
{
    public static readonly QueueFilter New = new() { Statuses = [RequestStatus.New] };
    public static readonly QueueFilter Unread = new() { Unread = true };
    public static readonly QueueFilter WaitingForUs = new()
    {
        Waiting = true,
        Sort = QueueSort.FirstChoice(QueueColumn.Waiting),
    };
    public static readonly QueueFilter LeavingSoon = new()
    {
        Statuses = QueueFigures.Unbooked,
        LeavingWithin = QueueFigures.SoonDays,
        Sort = QueueSort.FirstChoice(QueueColumn.Departure),
    };
    public static readonly QueueFilter Booked = new()
    {
        Statuses = [RequestStatus.Booked],
        Sort = QueueSort.FirstChoice(QueueColumn.Departure),
    };

    /// <summary>The built-in views, in order.</summary>
    public static IReadOnlyList<QueueView> All { get; } =
    [
        new("ViewAll", QueueFilter.Everything),
        new("ViewNew", New, figures => figures.New),
        new("ViewWaiting", WaitingForUs, figures => figures.Waiting),
        new("ViewLeaving", LeavingSoon, figures => figures.LeavingSoon),
        new("ViewBooked", Booked),
    ];
}
