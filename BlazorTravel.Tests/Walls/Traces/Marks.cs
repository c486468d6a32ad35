using System.Text.RegularExpressions;

namespace BlazorTravel.Tests.Walls.Traces;

/// <summary>One kind of name in Redis, a cache or the scheduler.</summary>
/// <param name="Pattern">A regular expression; {tenant} stands for an agency's id, {place} for that or "platform".</param>
/// <param name="What">What is kept or said under it.</param>
/// <param name="WhyShared">For what belongs to the platform as a whole: why it does not carry an agency.</param>
public sealed record Mark(string Pattern, string What, string? WhyShared = null)
{
    public bool Fits(string name) =>
        Regex.IsMatch(
            name,
            "^"
                + Pattern
                    .Replace("{tenant}", "[0-9]+", StringComparison.Ordinal)
                    .Replace("{place}", "([0-9]+|platform)", StringComparison.Ordinal)
                + "$"
        );
}

/// <summary>Every kind of name that may be found; what is not here fails the tests with the name that was seen.</summary>
public static class Marks
{
    public static IReadOnlyList<Mark> Keys { get; } =
    [
        new("bt:{place}:token:.+", "a login token that is good"),
        new("bt:{place}:session:.+", "where somebody is signed in"),
        new("bt:{place}:user:[0-9]+:sessions", "the sessions of a person"),
        new("bt:{place}:circuit:.+", "whose a circuit is"),
        new("bt:{place}:stranger:.+", "sign-ins with an email that has no account there"),
        new("bt:{place}:ceremony:.+", "the question that a passkey answers"),
        new("bt:{tenant}:people-mail:.+", "how many people were invited within the hour"),
        new("bt:{place}:limit:.+", "how often somebody did something of late"),
        new(
            "bt:platform:cache:.+",
            "the state of a circuit that lost its browser",
            "The framework keeps it under the circuit's own secret, encrypted; whose it is stands beside it."
        ),
        new("__Booksleeve_TieBreak", "the client library's own", "It tells servers apart, and holds no data."),
        new(
            "bt:platform:data-protection-keys",
            "the key ring",
            "One ring protects the cookies and forms of all hosts on all servers."
        ),
    ];

    public static IReadOnlyList<Mark> Channels { get; } =
    [
        new("bt:({tenant}|\\*):tenant-changed", "an agency was changed"),
        new("bt:({tenant}|\\*):request-changed", "a request is new or has changed"),
        new("bt:({place}|\\*):token-revoked", "sessions have ended"),
        new(
            "bt:platform:signing-keys-changed",
            "there is a new key that signs tokens",
            "The platform signs for all; the agency stands in the token."
        ),
        new("__Booksleeve_MasterChanged", "the client library's own", "It tells of servers, not of data."),
    ];

    /// <summary>Of the cache in memory, as text.</summary>
    public static IReadOnlyList<Mark> Cached { get; } =
    [
        new("\\(notice-recipients, {tenant}\\)", "whom an agency's notices go to"),
        new(
            "CfDJ8[A-Za-z0-9_-]+",
            "the state of a circuit that lost its browser",
            "As in Redis: the framework keeps it under the circuit's own secret."
        ),
    ];

    public static IReadOnlyList<Mark> Jobs { get; } =
    [
        new("mail\\.dispatch-due-mail", "sends due mail", "It asks the main database which agencies have some."),
        new("sessions\\..+", "looks after sessions and keys", "It works through rows that carry the agency."),
    ];

    public static IReadOnlyList<string> Unknown(IEnumerable<string> names, IReadOnlyList<Mark> known) =>
        [.. names.Distinct().Where(name => !known.Any(mark => mark.Fits(name))).Order(StringComparer.Ordinal)];
}
