using System.Threading.RateLimiting;
using BlazorTravel.Web.Sessions.ApiKeys;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Web.Limits;

/// <summary>
/// The rate limiter of the pipeline: holds a request to the limits of its endpoint, and the API as a whole to its own. Answers
/// of the API say in their headers where the caller stands, refused or not.
/// </summary>
public sealed class RequestLimiter(SharedLimits limits) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    // Where there is a limit, there is no answer without asking Redis; refused here, the middleware asks the other way.
    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) =>
        LimitsOf(resource).Any() ? Lease.Refused : Lease.Granted;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext resource,
        int permitCount,
        CancellationToken cancellationToken
    )
    {
        var answers = new List<LimitAnswer>();
        foreach (var limit in LimitsOf(resource))
        {
            var answer = await limits.TakeAsync(limit, TenantOf(resource, limit), SubjectOf(resource, limit));
            answers.Add(answer);
            if (!answer.IsAllowed)
            {
                break;
            }
        }
        if (IsApi(resource) && answers.Count > 0)
        {
            // At the last moment, because an error handler clears the headers.
            resource.Response.OnStarting(() => Describe(resource.Response, answers));
        }
        return answers is [.., { IsAllowed: false } refused] ? new Lease(refused) : Lease.Granted;
    }

    private static IEnumerable<Limit> LimitsOf(HttpContext context)
    {
        if (IsApi(context))
        {
            yield return Limit.Api;
        }
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        foreach (var limited in context.GetEndpoint()?.Metadata.GetOrderedMetadata<LimitedAttribute>() ?? [])
        {
            if (limited.Reads || !reads)
            {
                yield return limited.Limit;
            }
        }
    }

    private static int? TenantOf(HttpContext context, Limit limit) =>
        limit.Subject == LimitSubject.Address
            ? null
            : context.RequestServices.GetRequiredService<CurrentTenant>().Agency?.TenantId;

    private static string SubjectOf(HttpContext context, Limit limit)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        return limit.Subject switch
        {
            LimitSubject.Agency => "agency",
            LimitSubject.Caller => CallerOf(context) ?? address,
            _ => address,
        };
    }

    /// <summary>The session, token or key that the caller proved; null for somebody unknown.</summary>
    private static string? CallerOf(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true }
        && (context.User.FindFirst("sid") ?? context.User.FindFirst(ApiKeyCaller.KeyClaim)) is { } claim
            ? $"{claim.Type} {claim.Value}"
            : null;

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static Task Describe(HttpResponse response, List<LimitAnswer> answers)
    {
        response.Headers["RateLimit-Policy"] = string.Join(", ", answers.Select(answer => answer.Policy));
        response.Headers["RateLimit"] = string.Join(", ", answers.Select(answer => answer.State));
        return Task.CompletedTask;
    }

    private sealed class Lease(LimitAnswer? refusal) : RateLimitLease
    {
        public static readonly Lease Granted = new(null);
        public static readonly Lease Refused = new(default(LimitAnswer));

        public override bool IsAcquired => refusal is null;

        public override IEnumerable<string> MetadataNames => refusal is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata =
                refusal is { } answer && metadataName == MetadataName.RetryAfter.Name
                    ? TimeSpan.FromSeconds(answer.RetryAfterSeconds)
                    : null;
            return metadata is not null;
        }
    }
}
