using Microsoft.OpenApi;

namespace BlazorTravel.Web.Api;

/// <summary>
/// What an endpoint tells of itself in the API's description beyond what its types say. The parts that many share, such as
/// problems, headers and sign-in, follow from these flags; see <see cref="Description.CallDescriber"/>.
/// </summary>
/// <param name="Id">The operation's name in generated clients.</param>
/// <param name="Summary">One line.</param>
public sealed record ApiNotes(string Id, string Summary)
{
    /// <summary>More, in Markdown.</summary>
    public string? Text { get; init; }

    /// <summary>It creates something and honours Idempotency-Key.</summary>
    public bool IsCreation { get; init; }

    /// <summary>It is answered for an agency only, so the platform's host needs X-Tenant-ID.</summary>
    public bool IsForAgency { get; init; }

    /// <summary>It takes what proves who somebody is, and may find it wrong: 401 without a sign-in.</summary>
    public bool IsSignIn { get; init; }

    /// <summary>The answer carries an ETag.</summary>
    public bool HasTag { get; init; }

    /// <summary>What If-Match is to the call.</summary>
    public MatchRule Match { get; init; }

    /// <summary>A list in pages, with Link.</summary>
    public bool IsPaged { get; init; }

    /// <summary>It may be refused as things stand: 409.</summary>
    public string? Conflict { get; init; }

    /// <summary>Query parameters, which handlers read for themselves.</summary>
    public IReadOnlyList<OpenApiParameter> Query { get; init; } = [];

    /// <summary>A body that works, in JSON.</summary>
    public string? RequestExample { get; init; }

    /// <summary>What such a call is answered, in JSON.</summary>
    public string? ResponseExample { get; init; }
}

public enum MatchRule
{
    None,

    /// <summary>Honoured where it is given.</summary>
    Optional,

    /// <summary>428 without.</summary>
    Required,
}

public static class ApiNotesRoutes
{
    /// <summary>Describes the endpoint.</summary>
    public static RouteHandlerBuilder Note(this RouteHandlerBuilder endpoint, ApiNotes notes) =>
        endpoint.WithSummary(notes.Summary).WithDescription(notes.Text ?? notes.Summary).WithMetadata(notes);
}
