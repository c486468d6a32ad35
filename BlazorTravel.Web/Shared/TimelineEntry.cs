namespace BlazorTravel.Web.Shared;

/// <summary>One step of a <see cref="Timeline"/>: what happened, when, by whom, and words beside it.</summary>
public sealed record TimelineEntry(
    string What,
    TimelineState State = TimelineState.Done,
    DateTimeOffset? At = null,
    string? By = null,
    string? Note = null
);

/// <summary>Where a step stands.</summary>
public enum TimelineState
{
    /// <summary>It happened.</summary>
    Done,

    /// <summary>Things stand here.</summary>
    Now,

    /// <summary>It may still happen.</summary>
    ToCome,

    /// <summary>Here it ended: declined, cancelled, failed.</summary>
    Ended,
}
