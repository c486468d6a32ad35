using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Features.Desk.Queue;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorTravel.Web.Features.Desk.Api;

/// <summary>
/// Writes down where a page of the list ended, so that the next one begins right behind it whatever has come or gone
/// meanwhile. Encrypted and signed for one agency: nobody reads, changes or carries a cursor elsewhere.
/// </summary>
public sealed class RequestCursors(IDataProtectionProvider protection, CurrentTenant tenant)
{
    public string Write(QueueFilter filter, TravelRequest last, int nextPage) =>
        Protector.Protect(
            JsonSerializer.Serialize(
                new Place(
                    AskedFor(filter),
                    nextPage,
                    last.Id,
                    last.CreatedAt,
                    filter.Sort.Column == QueueColumn.Destination ? last.Destination : null,
                    last.TravelDate,
                    last.NumPersons
                )
            )
        );

    /// <summary>Where the page begins, and its number; null for a cursor that is not ours or belongs to another list.</summary>
    public (QueueRow Behind, int Page)? Read(string cursor, QueueFilter filter)
    {
        try
        {
            var place = JsonSerializer.Deserialize<Place>(Protector.Unprotect(cursor));
            return place is null || place.AskedFor != AskedFor(filter) ? null : (place.Row, place.Page);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private IDataProtector Protector =>
        protection.CreateProtector("BlazorTravel.RequestCursor", "1", tenant.Required.Id);

    /// <summary>The same for the same order and filters, wherever one is in the list.</summary>
    private static string AskedFor(QueueFilter filter) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(filter.FirstPage.Url()))[..8]);

    private sealed record Place(
        string AskedFor,
        int Page,
        long Id,
        DateTimeOffset CreatedAt,
        string? Destination,
        DateOnly TravelDate,
        int NumPersons
    )
    {
        public QueueRow Row =>
            new(
                Id,
                "",
                null,
                "",
                Destination ?? "",
                TravelDate,
                null,
                NumPersons,
                default,
                CreatedAt,
                CreatedAt,
                IsUnread: false
            );
    }
}
