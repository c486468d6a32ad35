namespace BlazorTravel.Web.Api;

/// <summary>Everything that can go wrong with a call: a stable name for programs, a status, and words for the people behind them.</summary>
/// <param name="Detail">What to do, where the place that refuses knows nothing better.</param>
public sealed record ProblemKind(string Name, int Status, string Title, string Detail)
{
    public static readonly ProblemKind Malformed = new(
        "malformed",
        400,
        "The request cannot be read",
        "Check the address, the headers and the body; a body is one JSON object in UTF-8."
    );
    public static readonly ProblemKind Invalid = new(
        "invalid",
        400,
        "Some fields are missing or wrong",
        "Each wrong field is named in errors, with what to do."
    );
    public static readonly ProblemKind SignInRequired = new(
        "sign-in-required",
        401,
        "Sign in first",
        "Send a token as “Authorization: Bearer …”. The one that came, if any, is unknown, expired or signed out."
    );
    public static readonly ProblemKind Forbidden = new(
        "forbidden",
        403,
        "This is not open to you",
        "The token is good, but not for this: it is another agency's, or lacks the role or scope."
    );
    public static readonly ProblemKind NotFound = new(
        "not-found",
        404,
        "There is nothing here",
        "Check the path and the id."
    );
    public static readonly ProblemKind UnknownAgency = new(
        "unknown-agency",
        404,
        "No travel agency at this address",
        "Check the host, or the name in X-Tenant-ID."
    );
    public static readonly ProblemKind MethodNotAllowed = new(
        "method-not-allowed",
        405,
        "This path does not take this method",
        "The methods that it takes are in the header Allow."
    );
    public static readonly ProblemKind Conflict = new(
        "conflict",
        409,
        "This is not possible as things stand",
        "Read again how things stand, and decide anew."
    );
    public static readonly ProblemKind StepNotAllowed = new(
        "step-not-allowed",
        409,
        "The request cannot take this step",
        "The statuses that may follow are in allowed_statuses."
    );
    public static readonly ProblemKind ChangedMeanwhile = new(
        "changed-meanwhile",
        412,
        "Somebody else changed this meanwhile",
        "Read it again, decide anew, and send the current ETag in If-Match."
    );
    public static readonly ProblemKind TooLarge = new(
        "too-large",
        413,
        "The body is too large",
        $"Send at most {ApiRoutes.MaxBodyBytes / 1024} KB."
    );
    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported-media-type",
        415,
        "The body is of a type that is not taken",
        "Send the body as application/json."
    );
    public static readonly ProblemKind KeyReused = new(
        "idempotency-key-reused",
        422,
        "This Idempotency-Key was used for another body",
        "Choose a new key for each thing that is to be created."
    );
    public static readonly ProblemKind PreconditionRequired = new(
        "precondition-required",
        428,
        "Say which version the change is based on",
        "Read it first, and send its ETag in If-Match."
    );
    public static readonly ProblemKind TooManyRequests = new(
        "too-many-requests",
        429,
        "Too many requests",
        "Try again after the seconds in Retry-After."
    );
    public static readonly ProblemKind Internal = new(
        "internal",
        500,
        "Something broke on our side",
        "It is not your fault, and it has been noted. Try again in a moment."
    );
    public static readonly ProblemKind Unavailable = new(
        "unavailable",
        503,
        "Not possible just now",
        "A part of the platform does not answer. Try again after the seconds in Retry-After."
    );
    public static readonly ProblemKind Suspended = new(
        "agency-closed",
        503,
        "This agency is closed for the moment",
        "It is suspended or being set up. Try again after the seconds in Retry-After."
    );

    /// <summary>All of them, by status.</summary>
    public static readonly IReadOnlyList<ProblemKind> All =
    [
        Malformed,
        Invalid,
        SignInRequired,
        Forbidden,
        NotFound,
        UnknownAgency,
        MethodNotAllowed,
        Conflict,
        StepNotAllowed,
        ChangedMeanwhile,
        TooLarge,
        UnsupportedMediaType,
        KeyReused,
        PreconditionRequired,
        TooManyRequests,
        Internal,
        Unavailable,
        Suspended,
    ];

    /// <summary>RFC 9457's "type".</summary>
    public string Type => $"urn:blazortravel:problem:{Name}";

    /// <summary>The most general one of a status; a status of no kind is its family's.</summary>
    public static ProblemKind Of(int status) =>
        All.FirstOrDefault(kind => kind.Status == status)
        ?? (status < 500 ? Malformed with { Status = status } : Internal with { Status = status });
}
