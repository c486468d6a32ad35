using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>An agency as programs see it.</summary>
public sealed record TenantJson(
    int Id,
    string Name,
    string Subdomain,
    [property: Description("The agency's own database.")] string DbName,
    [property: Description("False while it is suspended.")] bool IsActive,
    DateTime CreatedAt,
    DateTime UpdatedAt
)
{
    public static TenantJson Of(AgencyDetails details) => Of(details.Agency, details.CreatedAt, details.UpdatedAt);

    public static TenantJson Of(AgencyTenant agency, DateTimeOffset createdAt, DateTimeOffset updatedAt) =>
        new(
            agency.TenantId,
            agency.Name,
            agency.Subdomain,
            agency.DatabaseName,
            agency.IsActive,
            createdAt.ForApi(),
            updatedAt.ForApi()
        );
}

public sealed record TenantPageJson(IReadOnlyList<TenantJson> Items, int Total, int Page, int PageSize);

/// <summary>Describes the body, which is read field by field.</summary>
public sealed record NewTenantJson(
    [property: MinLength(1), MaxLength(Tenant.NameMaxLength)] string Name,
    [property:
        MinLength(Domain.Tenants.Subdomain.MinLength),
        MaxLength(Domain.Tenants.Subdomain.MaxLength),
        RegularExpression("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"),
        Description("Unique, not reserved, and for ever: travelers hold links with it.")
    ]
        string Subdomain,
    [property: EmailAddress, MaxLength(254), Description("Who is invited as the first administrator.")]
        string AdminEmail
);

/// <summary>What to change; what is missing stays. Describes the body, which is read field by field.</summary>
public sealed record TenantChangeJson(
    [property: MinLength(1), MaxLength(Tenant.NameMaxLength)] string? Name = null,
    [property: Description("False suspends, true activates; every server knows within a second.")] bool? IsActive = null
) : IMergePatch;
