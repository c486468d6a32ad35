using BlazorTravel.Web.Api;

namespace BlazorTravel.Web.Features.Account;

/// <summary>What the API's description says of signing in.</summary>
public static class AuthApiNotes
{
    private const string Pair = """
        {"access_token":"eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl","token_type":"Bearer","expires_in":600,
        "refresh_token":"3f1f6f0a7c52.0b6a1f0e6c1b4f6e9d1d","refresh_expires_at":"2026-12-23T09:30:00Z"}
        """;

    public static readonly ApiNotes LogIn = new("logIn", "Sign in")
    {
        Text = """
            On the host of the account's agency, or with its name in `X-Tenant-ID`; the superadmin on the platform's host. After
            repeated failures it is answered 429 for a while.
            """,
        IsForAgency = true,
        IsSignIn = true,
        RequestExample = """{"email":"admin@acme.example","password":"Acme-Travel-2026"}""",
        ResponseExample = Pair,
    };

    public static readonly ApiNotes Refresh = new("refreshTokens", "Exchange a refresh token for the next pair")
    {
        Text = """
            A refresh token works once. Used a second time it was stolen, or its answer was lost: the whole session ends, and one
            signs in again.
            """,
        IsForAgency = true,
        IsSignIn = true,
        RequestExample = """{"refresh_token":"3f1f6f0a7c52.0b6a1f0e6c1b4f6e9d1d"}""",
        ResponseExample = Pair,
    };

    public static readonly ApiNotes LogOut = new("logOut", "Sign out")
    {
        Text = "The token is dead on every server at once.",
        IsForAgency = true,
    };

    public static readonly ApiNotes Me = new("getMe", "Read who is signed in")
    {
        IsForAgency = true,
        ResponseExample = """
            {"id":3,"email":"admin@acme.example","name":"admin@acme.example","role":"admin","tenant_id":7,"subdomain":"acme"}
            """,
    };
}
