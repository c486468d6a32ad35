using BlazorTravel.Domain.Accounts;

namespace BlazorTravel.Web.Features.AgencySettings.ApiKeys;

/// <summary>A key as an admin asks for it.</summary>
public sealed class ApiKeyForm
{
    /// <summary>The days to choose from; 0 for a key that works until it is revoked.</summary>
    public static IReadOnlyList<int> Lifetimes { get; } = [30, 90, 365, 0];

    public string Name { get; set; } = "";
    public bool MayRead { get; set; } = true;
    public bool MayWrite { get; set; }

    /// <summary>One of <see cref="Lifetimes"/>.</summary>
    public int Days { get; set; } = 90;

    public IReadOnlyList<string> Scopes =>
        [
            .. ApiScopes.All.Where(scope =>
                (scope == ApiScopes.RequestsRead && MayRead) || (scope == ApiScopes.RequestsWrite && MayWrite)
            ),
        ];

    /// <summary>The fields that break a rule: names of keys in ApiKeyTexts.</summary>
    public Dictionary<string, string> Check()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Name.Trim().Length is 0 or > ApiKey.NameMaxLength || Name.Any(char.IsControl))
        {
            errors[nameof(Name)] = "NameInvalid";
        }
        if (Scopes.Count == 0)
        {
            errors[nameof(Scopes)] = "ScopesMissing";
        }
        if (!Lifetimes.Contains(Days))
        {
            errors[nameof(Days)] = "ExpiryHint";
        }
        return errors;
    }
}
