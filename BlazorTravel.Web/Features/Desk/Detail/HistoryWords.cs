using BlazorTravel.Domain.TravelRequests;
using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Features.Desk.Detail;

/// <summary>What happened, as a sentence.</summary>
public static class HistoryWords
{
    /// <summary>"Ben marked it as Offered".</summary>
    public static string Sentence(IStringLocalizer<DeskTexts> texts, HistoryLine line) =>
        line switch
        {
            { Kind: RequestEventKind.Note } => texts["Did_Note", line.Who ?? ""],
            { Kind: RequestEventKind.StatusChanged, To: { } to } when line.Who is null => texts[
                "Did_TravelerStatus",
                texts.Name(to)
            ],
            { Kind: RequestEventKind.StatusChanged, To: { } to } => texts["Did_Status", line.Who!, texts.Name(to)],
            _ => texts["Did_Received"],
        };
}
