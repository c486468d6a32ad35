namespace BlazorTravel.Web.Features.Account;

/// <summary>Keeps "return" parameters on this host: a sign-in link must never lead people elsewhere.</summary>
public static class LocalAddress
{
    /// <summary>The address if it is a path of this host, else the other one.</summary>
    public static string Or(string? address, string otherwise) => IsLocal(address) ? address! : otherwise;

    // Browsers read "//host" and "/\host" as other hosts, and drop tabs and line breaks before they look. A header takes
    // nothing but ASCII, and browsers send addresses encoded.
    private static bool IsLocal(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && address.All(c => c is > ' ' and <= '~');
}
