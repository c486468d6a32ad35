using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorTravel.Web.Data.Main;

/// <summary>A key that signs login tokens on all servers; the secret is encrypted with the data protection keys.</summary>
public sealed class SigningKey
{
    /// <summary>The token header's "kid".</summary>
    public required string Id { get; init; }
    public required string ProtectedSecret { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

public sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.ToTable("signing_keys");
        builder.Property(key => key.Id).HasMaxLength(32);
        builder.Property(key => key.ProtectedSecret).HasMaxLength(1000);
    }
}
