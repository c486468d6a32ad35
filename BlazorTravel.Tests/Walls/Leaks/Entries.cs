namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>
/// Every endpoint of the application, a line each; how to add one is told in the tests' README. Static files are not here:
/// they are the same bytes for everybody.
/// </summary>
public static class Entries
{
    private const string Trip =
        """{"destination":"Oslo","travel_date":"2031-01-01","user_email":"{email}","num_persons":1,"id":"{request}","tenant_id":"{tenant}","access_token":"{token}"}""";

    private const string SignIn = """{"email":"{email}","password":"Correct-Horse-2026","tenant_id":"{tenant}"}""";
    private const string Agency =
        """{"name":"Taken","subdomain":"{subdomain}","is_active":false,"admin_email":"{email}"}""";
    private const string Password = "password=A-Good-Long-Word-1&repeat=A-Good-Long-Word-1&_handler=set-password";

    private const string Refresh = """{"refresh_token":"{refresh}"}""";

    private const string Credential =
        "A token of another agency is refused as such; whoever holds it knows whose it is.";
    private const string Random = "It holds a random secret that is new each time.";
    private const string Staff = "The platform's log tells who did what to agencies and accounts.";
    private const string OwnSession = "It ends one's own session.";

    private static readonly Entry[] Framework =
    [
        new("ANY /_blazor", On.Both, Who.Anyone, "?id=circuit", Answer: 404),
        new("ANY /_blazor/negotiate", On.Both, Who.Anyone, "?negotiateVersion=1", Answer: 405),
        new("ANY /_blazor/disconnect", On.Both, Who.Anyone, Answer: 405),
        new("ANY /_blazor/initializers", On.Both, Who.Anyone, Answer: 200),
        new("GET /_framework/opaque-redirect", On.Both, Who.Anyone, "?url=word", Answer: 400),
        new("READ /{**path:file}", On.Both, Who.Anyone, "path=logo.png", Answer: 404),
        new("ANY /health/live", On.Every, Who.Anyone),
        new("ANY /health/ready", On.Every, Who.Anyone),
        new("GET /openapi/{documentName}.json", On.Both, Who.Anyone, "documentName=v1", Answer: 200),
        new("GET /api/docs/{documentName?}", On.Both, Who.Anyone, "documentName=v1", Answer: 200),
        new("GET /api/docs/scalar.js", On.Both, Who.Anyone, Answer: 200),
        new("GET /api/docs/scalar.aspnetcore.js", On.Both, Who.Anyone, Answer: 200),
        new("GET /api/docs/favicon.svg", On.Both, Who.Anyone, Answer: 200),
        new("PAGE /not-found", On.Both, Who.Anyone, Answer: 200),
        new("POST /preferences", On.Every, Who.Anyone, Body: "theme=dark&culture=de&back=/r/{token}"),
    ];

    private static readonly Entry[] Travelers =
    [
        new("PAGE /", On.Both, Who.Anyone, "?id=request", Answer: 200, Shows: Shows.Face),
        new("PAGE /privacy", On.Agency, Who.Anyone, Answer: 200, Shows: Shows.Face),
        new("PAGE /r/{Token}", On.Agency, Who.Anyone, "Token=token", Answer: 404),
        new("PAGE /r/{Token}/received", On.Agency, Who.Anyone, "Token=token", Answer: 404),
        new("GET /brand/logo", On.Agency, Who.Anyone, "?v=logo", Answer: 404, Shows: Shows.Face),
        new("GET /places", On.Both, Who.Anyone, "?q=word"),
        new("POST /api/v1/travel-requests", On.Agency, Who.Anyone, Body: Trip, Answer: 201),
        new("POST /api/travel-requests", On.Agency, Who.Anyone, Body: Trip, Answer: 201),
    ];

    private static readonly Entry[] Accounts =
    [
        new("PAGE /login", On.Both, Who.Anyone, Body: "email={email}&password=Correct-Horse-2026&_handler=sign-in")
        {
            NotAtHome = OwnSession,
        },
        new("PAGE /logout", On.Both, Who.Anyone) { NotAtHome = OwnSession },
        new("POST /logout", On.Both, Who.Anyone) { NotAtHome = OwnSession },
        new("PAGE /account/forgot", On.Both, Who.Anyone, Body: "email={email}&_handler=forgot", Answer: 200),
        new(
            "PAGE /account/invitation",
            On.Both,
            Who.Anyone,
            "?token=invitation",
            $"token={{invitation}}&{Password}",
            Answer: 410
        ),
        new("PAGE /account/reset", On.Both, Who.Anyone, "?token=reset", $"token={{reset}}&{Password}", Answer: 410),
        new("POST /api/v1/auth/login", On.Both, Who.Anyone, Body: SignIn, Answer: 401),
        new("POST /api/auth/login", On.Both, Who.Anyone, Body: SignIn, Answer: 401),
        new("POST /api/v1/auth/logout", On.Both, Who.SignedIn) { NotAtHome = OwnSession },
        new("POST /api/auth/logout", On.Both, Who.SignedIn) { NotAtHome = OwnSession },
        new("POST /api/v1/auth/refresh", On.Both, Who.Anyone, Body: Refresh, Answer: 403) { MayTellApart = Credential },
        new("POST /api/auth/refresh", On.Both, Who.Anyone, Body: Refresh, Answer: 403) { MayTellApart = Credential },
        new("READ /api/v1/auth/me", On.Both, Who.SignedIn, "?id=person", Answer: 200),
        new("READ /api/auth/me", On.Both, Who.SignedIn, "?id=person", Answer: 200),
        new("PAGE /login/second-step", On.Both, Who.Anyone, Body: "code=123456&_handler=second-step"),
        new("POST /login/passkey", On.Both, Who.Anyone, Body: "email={email}") { MayTellApart = Random },
        .. from page in (string[])["", "/password", "/passkeys", "/two-step", "/sessions"]
        select new Entry($"PAGE /account{page}", On.Both, Who.SignedIn, "?id=person"),
        new("PAGE /account/two-step/setup", On.Both, Who.SignedIn, "?id=person") { MayTellApart = Random },
        new("PAGE /account/email", On.Both, Who.Anyone, "?token=reset", "token={reset}&_handler=change-email"),
        new("POST /account/passkeys/new", On.Both, Who.SignedIn, Body: "id={person}"),
        new("POST /account/later", On.Both, Who.SignedIn, Body: "id={person}"),
        new("POST /account/sessions/end", On.Both, Who.SignedIn, Body: "session={session}", Answer: 302),
        new("POST /account/sessions/end-others", On.Both, Who.SignedIn, Body: "all=others") { NotAtHome = OwnSession },
    ];

    private static readonly Entry[] Desk =
    [
        new("PAGE /admin", On.Agency, Who.Agents, "?tenant=tenant", Answer: 200, Shows: Shows.Secret),
        new("PAGE /admin/requests", On.Agency, Who.Agents, "?q=word&after=request", Answer: 200),
        new("PAGE /admin/requests/{Id:long}", On.Agency, Who.Agents, "Id=request", Answer: 200, Shows: Shows.Secret),
        new("PAGE /admin/requests/by-reference/{Reference}", On.Agency, Who.Agents, "Reference=reference", Answer: 200),
        new("PAGE /admin/mail", On.Agency, Who.Agents, "?before=tenant", Answer: 200),
        new("PAGE /admin/mail/{Id:long}", On.Agency, Who.Agents, "Id=mail", Answer: 200, Shows: Shows.Secret),
        new("PAGE /admin/users", On.Agency, Who.Admins, "?id=person", Answer: 200, Shows: Shows.Secret),
        new("PAGE /admin/api-keys", On.Agency, Who.Admins, "?id=person", Answer: 200, Shows: Shows.Secret),
        new("PAGE /admin/audit", On.Agency, Who.Admins, "?person=person", Answer: 200),
        new("GET /admin/audit/export.csv", On.Agency, Who.Admins, "?zone=UTC", Answer: 200, Shows: Shows.Secret)
        {
            MayTellApart = "It tells of the exports before.",
        },
        .. from prefix in (string[])["/api/v1/travel-requests", "/api/travel-requests"]
        from entry in (Entry[])
            [
                new($"READ {prefix}", On.Agency, Who.Agents, "?page=1", Answer: 200, Shows: Shows.Secret),
                new(
                    $"READ {prefix}/{{id:long}}",
                    On.Agency,
                    Who.Agents,
                    "id=request",
                    Answer: 404,
                    Shows: Shows.Secret
                ),
                new($"PATCH {prefix}/{{id:long}}", On.Agency, Who.Agents, "id=request", """{"status":"booked"}"""),
                new(
                    $"READ {prefix}/{{id:long}}/events",
                    On.Agency,
                    Who.Agents,
                    "id=request",
                    Answer: 404,
                    Shows: Shows.Secret
                ),
                new(
                    $"READ {prefix}/{{id:long}}/events/{{event_id:long}}",
                    On.Agency,
                    Who.Agents,
                    "id=request event_id=event",
                    Answer: 404,
                    Shows: Shows.Secret
                ),
                new(
                    $"POST {prefix}/{{id:long}}/notes",
                    On.Agency,
                    Who.Agents,
                    "id=request",
                    """{"text":"Was here"}""",
                    Answer: 404
                ),
            ]
        select entry,
        new("PAGE /admin/settings", On.Agency, Who.Admins, "?tenant=tenant", Answer: 200, Shows: Shows.Face),
    ];

    private static readonly Entry[] Superadmins =
    [
        new("PAGE /superadmin/tenants", On.Platform, Who.Superadmin, "?q=subdomain", Answer: 200),
        new("PAGE /superadmin/tenants/{Id:int}", On.Platform, Who.Superadmin, "Id=tenant", Answer: 200),
        new("PAGE /superadmin/audit", On.Platform, Who.Superadmin, "?agency=subdomain", Answer: 200)
        {
            SuperadminSees = Staff,
        },
        new("GET /superadmin/audit/export.csv", On.Platform, Who.Superadmin, "?agency=subdomain", Answer: 200)
        {
            SuperadminSees = Staff,
        },
        .. from prefix in (string[])["/api/v1/tenants", "/api/tenants"]
        from entry in (Entry[])
            [
                new($"READ {prefix}", On.Platform, Who.Superadmin, "?q=subdomain", Answer: 200),
                new($"POST {prefix}", On.Platform, Who.Superadmin, Body: Agency),
                new($"READ {prefix}/{{id:int}}", On.Platform, Who.Superadmin, "id=tenant", Answer: 200),
                new($"PATCH {prefix}/{{id:int}}", On.Platform, Who.Superadmin, "id=tenant", Agency),
                new($"DELETE {prefix}/{{id:int}}", On.Platform, Who.Superadmin, "id=tenant"),
            ]
        select entry,
    ];

    public static IReadOnlyList<Entry> All { get; } =
    [.. Framework, .. Travelers, .. Accounts, .. Desk, .. Superadmins];
}
