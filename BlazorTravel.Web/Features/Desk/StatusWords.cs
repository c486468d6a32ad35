using BlazorTravel.Domain.TravelRequests;
using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>What statuses, and the steps between them, are called at the desk.</summary>
public static class StatusWords
{
    /// <summary>"In progress".</summary>
    public static string Name(this IStringLocalizer<DeskTexts> texts, RequestStatus status) =>
        texts[$"Status_{status}"];

    /// <summary>"Start working": what a button says that moves a request on.</summary>
    public static string Verb(this IStringLocalizer<DeskTexts> texts, RequestStatus from, RequestStatus to) =>
        (from, to) switch
        {
            (RequestStatus.Declined or RequestStatus.Cancelled, RequestStatus.InProgress) => texts["Verb_Reopen"],
            (RequestStatus.Offered, RequestStatus.InProgress) => texts["Verb_BackToWork"],
            _ => texts[$"Verb_{to}"],
        };
}
