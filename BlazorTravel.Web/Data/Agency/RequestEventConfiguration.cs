using BlazorTravel.Domain.TravelRequests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Agency;

public sealed class RequestEventConfiguration : IEntityTypeConfiguration<RequestEvent>
{
    public void Configure(EntityTypeBuilder<RequestEvent> builder)
    {
        builder.ToTable("request_events");
        builder.Property(e => e.ActorName).HasMaxLength(RequestEvent.ActorNameMaxLength);
        builder.Property(e => e.Text).HasMaxLength(RequestEvent.TextMaxLength);
        builder.HasEnum(e => e.Kind, "request_events", "kind");
        builder.HasEnum(e => e.FromStatus, "request_events", "from_status");
        builder.HasEnum(e => e.ToStatus, "request_events", "to_status");
        builder.HasIndex(e => new { e.RequestId, e.Id });
    }
}
