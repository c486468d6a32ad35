using BlazorTravel.Domain.TravelRequests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Agency;

public sealed class TravelRequestConfiguration : IEntityTypeConfiguration<TravelRequest>
{
    /// <summary>What the desk's search looks through: a stored column, lower-cased, with a trigram index.</summary>
    public const string SearchText = "SearchText";

    public void Configure(EntityTypeBuilder<TravelRequest> builder)
    {
        builder.ToTable(
            "travel_requests",
            table =>
            {
                table.HasCheckConstraint(
                    "ck_travel_requests_num_persons",
                    $"num_persons BETWEEN 1 AND {TripDetails.MaxPersons}"
                );
                table.HasCheckConstraint("ck_travel_requests_return_date", "return_date >= travel_date");
                table.HasCheckConstraint(
                    "ck_travel_requests_budget",
                    "(budget IS NULL) = (budget_currency IS NULL) AND budget > 0"
                );
                table.HasCheckConstraint("ck_travel_requests_destination", "length(destination) >= 2");
            }
        );
        builder.Property(request => request.Reference).HasMaxLength(RequestReference.Length);
        builder.Property(request => request.AccessToken).HasMaxLength(32);
        builder.Property(request => request.Destination).HasMaxLength(TripDetails.DestinationMaxLength);
        builder.Property(request => request.UserEmail).HasMaxLength(TripDetails.EmailMaxLength);
        builder.Property(request => request.TravelerName).HasMaxLength(TripDetails.NameMaxLength);
        builder.Property(request => request.Phone).HasMaxLength(TripDetails.PhoneMaxLength);
        builder.Property(request => request.Budget).HasPrecision(12, 2);
        builder.Property(request => request.BudgetCurrency).HasMaxLength(3);
        builder.Property(request => request.Notes).HasMaxLength(TripDetails.NotesMaxLength);
        builder.Property(request => request.Culture).HasMaxLength(10);
        builder.HasEnum(request => request.Status, "travel_requests", "status");
        builder.Property(request => request.Version).IsRowVersion();
        builder
            .Property<string>(SearchText)
            .HasComputedColumnSql(
                "lower(destination || ' ' || user_email || ' ' || coalesce(traveler_name, '') || ' ' || reference)",
                stored: true
            );

        builder.HasIndex(request => request.Reference).IsUnique();
        builder.HasIndex(request => request.AccessToken).IsUnique();
        builder.HasIndex(request => request.SubmissionKey).IsUnique();
        // With what the dashboard counts by, so that its figures come from the index alone.
        builder
            .HasIndex(request => new { request.CreatedAt, request.Id })
            .IsDescending()
            .IncludeProperties(request => new { request.Status, request.Destination });
        builder
            .HasIndex(request => new
            {
                request.Status,
                request.CreatedAt,
                request.Id,
            })
            .IsDescending(false, true, true);
        builder.HasIndex(request => new { request.TravelDate, request.Id });
        builder.HasIndex(request => new
        {
            request.Status,
            request.TravelDate,
            request.Id,
        });
        builder.HasIndex(request => new { request.Destination, request.Id });
        builder.HasIndex(request => new { request.NumPersons, request.Id });
        builder
            .HasIndex(request => new { request.StatusChangedAt, request.Id })
            .HasDatabaseName("ix_travel_requests_waiting")
            .HasFilter("status IN ('new', 'in_progress')");
        builder.HasIndex(request => request.Id, "ix_travel_requests_unseen").HasFilter("seen_at IS NULL");
        builder.HasIndex(SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");

        builder
            .HasMany(request => request.Events)
            .WithOne()
            .HasForeignKey(e => e.RequestId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(request => request.Events).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}
