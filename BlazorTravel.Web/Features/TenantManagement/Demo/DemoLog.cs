using System.Text.Json;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data;

namespace BlazorTravel.Web.Features.TenantManagement.Demo;

/// <summary>What the activity log would hold of a demo request, had its history really happened.</summary>
public static class DemoLog
{
    public static IEnumerable<AuditEntry> Of(TravelRequest request) =>
        request.Events.Select(e =>
            AuditEntry.Write(
                e.At,
                e.ActorName is { } name
                    ? new AuditSource(e.ActorId, name, "127.0.0.1", "browser")
                    : new AuditSource(null, CurrentActor.Traveler.Name, null, "browser"),
                e.Kind switch
                {
                    RequestEventKind.Note => AuditActions.RequestNoteAdded,
                    RequestEventKind.StatusChanged => AuditActions.RequestStatusChanged,
                    _ => AuditActions.RequestReceived,
                },
                AuditSubject.Request(request.Reference),
                Status(e, e.FromStatus),
                Status(e, e.ToStatus)
            )
        );

    private static string? Status(RequestEvent e, RequestStatus? status) =>
        e.Kind == RequestEventKind.StatusChanged && status is { } known
            ? JsonSerializer.Serialize(new { status = EnumColumns.Write(known) })
            : null;
}
