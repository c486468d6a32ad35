using System.ComponentModel;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Features.Desk.Detail;

namespace BlazorTravel.Web.Features.Desk.Api;

/// <summary>A travel request as the agency's programs read it in a list.</summary>
public sealed record TravelRequestItem(
    long Id,
    [property: Description("The short name that people read to each other.")] string Reference,
    string Destination,
    DateOnly TravelDate,
    string UserEmail,
    int NumPersons,
    DateOnly? ReturnDate,
    int? Nights,
    string? TravelerName,
    string? Phone,
    decimal? Budget,
    string? BudgetCurrency,
    string? Notes,
    [property: Description("The language of the mails, as a BCP 47 tag.")] string Culture,
    RequestStatus Status,
    [property: Description("Since when it stands there.")] DateTime StatusChangedAt,
    [property: Description("When somebody first opened it at the desk; reading it here does not count.")]
        DateTime? SeenAt,
    DateTime CreatedAt,
    DateTime UpdatedAt
)
{
    public static TravelRequestItem Of(TravelRequest request) =>
        new(
            request.Id,
            RequestReference.Format(request.Reference),
            request.Destination,
            request.TravelDate,
            request.UserEmail,
            request.NumPersons,
            request.ReturnDate,
            request.Nights,
            request.TravelerName,
            request.Phone,
            request.Budget,
            request.BudgetCurrency,
            request.Notes,
            request.Culture,
            request.Status,
            request.StatusChangedAt.ForApi(),
            request.SeenAt?.ForApi(),
            request.CreatedAt.ForApi(),
            request.UpdatedAt.ForApi()
        );
}

/// <summary>One page of a list.</summary>
public sealed record TravelRequestPage(
    IReadOnlyList<TravelRequestItem> Items,
    [property: Description("How many there are in all, counted up to 10,000.")] int Total,
    [property: Description("False where there are more than total tells.")] bool TotalIsExact,
    int Page,
    int PageSize,
    [property: Description("Give it as cursor to go on behind the last item; null at the end.")] string? NextCursor
);

/// <summary>A travel request as the agency's programs read it alone.</summary>
public sealed record TravelRequestDetail(
    long Id,
    [property: Description("The short name that people read to each other.")] string Reference,
    string Destination,
    DateOnly TravelDate,
    string UserEmail,
    int NumPersons,
    DateOnly? ReturnDate,
    int? Nights,
    string? TravelerName,
    string? Phone,
    decimal? Budget,
    string? BudgetCurrency,
    string? Notes,
    [property: Description("The language of the mails, as a BCP 47 tag.")] string Culture,
    RequestStatus Status,
    [property: Description("Since when it stands there.")] DateTime StatusChangedAt,
    [property: Description("When somebody first opened it at the desk; reading it here does not count.")]
        DateTime? SeenAt,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    [property: Description("Where it may go from here, the most usual first.")]
        IReadOnlyList<RequestStatus> AllowedStatuses
)
{
    public static TravelRequestDetail Of(RequestView view) =>
        new(
            view.Id,
            view.ShownReference,
            view.Destination,
            view.TravelDate,
            view.UserEmail,
            view.NumPersons,
            view.ReturnDate,
            view.Nights,
            view.TravelerName,
            view.Phone,
            view.Budget,
            view.BudgetCurrency,
            view.Notes,
            view.Culture,
            view.Status,
            view.StatusChangedAt.ForApi(),
            view.SeenAt?.ForApi(),
            view.CreatedAt.ForApi(),
            view.UpdatedAt.ForApi(),
            view.Next
        );
}

/// <summary>What can be changed; describes the body, which is read field by field.</summary>
public sealed record TravelRequestChange(
    [property: Description("Where the request goes: one of its allowed_statuses.")] RequestStatus? Status = null,
    [property:
        System.ComponentModel.DataAnnotations.MaxLength(RequestEvent.TextMaxLength),
        Description("A word to the traveler that goes into the mail about the new status.")
    ]
        string? Message = null
) : IMergePatch;

/// <summary>One entry of a request's history.</summary>
public sealed record TravelRequestEvent(
    long Id,
    RequestEventKind Kind,
    DateTime At,
    [property: Description("Who did it; null for the traveler.")] string? Actor,
    RequestStatus? FromStatus,
    RequestStatus? ToStatus,
    [property: Description("A note, or the word to the traveler.")] string? Text,
    [property: Description("True for what only the agency sees.")] bool IsInternal
)
{
    public static TravelRequestEvent Of(HistoryLine line) =>
        new(
            line.Id,
            line.Kind,
            line.At.ForApi(),
            line.Who,
            line.From,
            line.To,
            line.Text,
            line.Kind == RequestEventKind.Note
        );

    public static TravelRequestEvent Of(RequestEvent entry) =>
        new(
            entry.Id,
            entry.Kind,
            entry.At.ForApi(),
            entry.ActorName,
            entry.FromStatus,
            entry.ToStatus,
            entry.Text,
            entry.IsInternal
        );
}

/// <summary>A request's whole history.</summary>
public sealed record TravelRequestHistory(
    [property: Description("Oldest first.")] IReadOnlyList<TravelRequestEvent> Items,
    int Total
);

/// <summary>A note for colleagues.</summary>
public sealed record NewNote(
    [property: System.ComponentModel.DataAnnotations.MaxLength(RequestEvent.TextMaxLength)] string Text
);
