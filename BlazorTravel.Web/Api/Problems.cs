using System.Diagnostics;
using System.Text.Json;
using BlazorTravel.Web.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace BlazorTravel.Web.Api;

/// <summary>The one place where errors get the form that programs read: RFC 9457 problem details.</summary>
public static class Problems
{
    public const string ContentType = "application/problem+json";
    private const int RetrySeconds = 5;

    /// <param name="errors">What is wrong with each field, under the names the caller used.</param>
    /// <param name="more">Further members, in snake_case.</param>
    public static ProblemHttpResult Of(
        ProblemKind kind,
        string? detail = null,
        IReadOnlyDictionary<string, string[]>? errors = null,
        params ReadOnlySpan<KeyValuePair<string, object?>> more
    )
    {
        var problem = new ProblemDetails
        {
            Type = kind.Type,
            Title = kind.Title,
            Status = kind.Status,
            Detail = detail ?? kind.Detail,
        };
        if (errors is { Count: > 0 })
        {
            problem.Extensions["errors"] = errors;
        }
        foreach (var (name, value) in more)
        {
            problem.Extensions[name] = value;
        }
        return TypedResults.Problem(problem);
    }

    /// <summary>One wrong field.</summary>
    public static ProblemHttpResult Field(string name, string message) =>
        Of(ProblemKind.Invalid, errors: new Dictionary<string, string[]> { [name] = [message] });

    /// <summary>Answers with a problem, and when to try again where that makes sense.</summary>
    public static Task WriteAsync(HttpContext context, ProblemHttpResult problem)
    {
        Complete(problem.ProblemDetails, context);
        context.Response.Headers.CacheControl = "no-store";
        if (problem.StatusCode == StatusCodes.Status503ServiceUnavailable && context.Response.Headers.RetryAfter is [])
        {
            context.Response.Headers.RetryAfter = $"{RetrySeconds}";
        }
        return problem.ExecuteAsync(context);
    }

    /// <summary>The problem that an exception stands for; null for a mistake in the code.</summary>
    public static ProblemHttpResult? For(Exception exception) =>
        exception switch
        {
            RefusedException refused => refused.Problem,
            BadHttpRequestException bad => For(bad),
            RedisException or TimeoutException => Of(ProblemKind.Unavailable),
            _ when DatabaseOutage.IsBehind(exception) => Of(ProblemKind.Unavailable),
            _ => null,
        };

    /// <summary>Gives a problem made elsewhere what every problem has.</summary>
    public static void Complete(ProblemDetails problem, HttpContext context)
    {
        problem.Status ??= context.Response.StatusCode;
        // The framework's own types are links to the HTTP standard, which tell no more than the status.
        if (problem.Type?.StartsWith("urn:", StringComparison.Ordinal) != true)
        {
            var hasErrors = problem is HttpValidationProblemDetails || problem.Extensions.ContainsKey("errors");
            var kind = hasErrors ? ProblemKind.Invalid : ProblemKind.Of(problem.Status.Value);
            problem.Type = kind.Type;
            problem.Title = hasErrors ? kind.Title : problem.Title ?? kind.Title;
            problem.Detail ??= kind.Detail;
        }
        problem.Extensions["trace_id"] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
    }

    // The framework's messages name its own types and parameters, so they are not passed on.
    private static ProblemHttpResult For(BadHttpRequestException exception) =>
        exception switch
        {
            { InnerException: JsonException { Path: ['$', '.', .. var field] } } => Field(
                field,
                "This is not of the type that belongs here."
            ),
            { StatusCode: StatusCodes.Status400BadRequest } => Of(ProblemKind.Malformed),
            _ => Of(ProblemKind.Of(exception.StatusCode)),
        };
}

/// <summary>Ends a call with a problem, from wherever that is found out.</summary>
public sealed class RefusedException(ProblemHttpResult problem) : Exception(problem.ProblemDetails.Detail)
{
    public ProblemHttpResult Problem { get; } = problem;
}
