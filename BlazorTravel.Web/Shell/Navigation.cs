using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components.Routing;

namespace BlazorTravel.Web.Shell;

/// <summary>One entry of a rail. <paramref name="Label"/> is a key of ShellTexts, <paramref name="Icon"/> one of Icon's names.</summary>
/// <param name="Role">Who sees it: only people of this role; null for everybody who sees the rail.</param>
public sealed record NavEntry(
    string Href,
    string Label,
    string Icon,
    NavLinkMatch Match = NavLinkMatch.Prefix,
    string? Role = null
);

/// <summary>What the rails hold, in order. A new page joins by adding a line here.</summary>
public static class Navigation
{
    /// <summary>The agency's desk.</summary>
    public static IReadOnlyList<NavEntry> Agency { get; } =
    [
        new("/admin", "NavDashboard", "gauge", NavLinkMatch.All),
        new("/admin/requests", "NavRequests", "inbox"),
        new("/admin/mail", "NavMail", "mail"),
        new("/admin/users", "NavPeople", "people", Role: Roles.Admin),
        new("/admin/settings", "NavSettings", "sliders", Role: Roles.Admin),
        new("/admin/api-keys", "NavApiKeys", "key", Role: Roles.Admin),
        new("/admin/audit", "NavAudit", "log", Role: Roles.Admin),
    ];

    /// <summary>The platform's own people.</summary>
    public static IReadOnlyList<NavEntry> Platform { get; } =
    [new("/superadmin/tenants", "NavAgencies", "building"), new("/superadmin/audit", "NavAudit", "log")];
}
