using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Data.Agency;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.Desk.Detail;

/// <summary>Finds the request with a reference, however somebody typed it.</summary>
public sealed class FindByReference(TenantDatabase database)
{
    /// <summary>The request's id; null where the agency has none of this reference.</summary>
    public async Task<long?> RunAsync(string typed, CancellationToken cancellationToken = default)
    {
        if (!RequestReference.TryParse(typed, out var reference))
        {
            return null;
        }
        await using var lease = await database.OpenAsync(cancellationToken);
        return await lease
            .Db.TravelRequests.Where(request => request.Reference == reference)
            .Select(request => (long?)request.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
