using BlazorTravel.Domain.Accounts;
using Microsoft.AspNetCore.Identity;

namespace BlazorTravel.Web.Features.Account.Identity;

/// <summary>Addresses are compared in lower case, as they are kept.</summary>
public sealed class LowerCaseAddresses : ILookupNormalizer
{
    public string? NormalizeName(string? name) => NormalizeEmail(name);

    public string? NormalizeEmail(string? email) => email is null ? null : AdminUser.Normalize(email);
}
