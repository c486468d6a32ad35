using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace BlazorTravel.Web.Api;

/// <summary>Strong ETags made from a row's version, and what callers say about them.</summary>
public static class EntityTags
{
    /// <param name="mark">What else changes the answer without changing the row.</param>
    public static string Write(uint version, string mark = "") =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version:x8}{mark}\"");

    /// <summary>Whether the caller has this version already: If-None-Match.</summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        request
            .GetTypedHeaders()
            .IfNoneMatch.Any(known =>
                known == EntityTagHeaderValue.Any
                || known.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false)
            );

    /// <summary>The versions that a change may be based on: If-Match; null where it is not given.</summary>
    /// <exception cref="RefusedException">What is given is no list of ETags.</exception>
    public static BasedOn? Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return null;
        }
        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags))
        {
            throw new RefusedException(
                Problems.Of(
                    ProblemKind.Malformed,
                    "If-Match is no list of ETags, each in double quotes as it was given."
                )
            );
        }
        return new BasedOn([.. tags]);
    }
}

/// <summary>What stands in If-Match; "*" agrees with every version.</summary>
public sealed class BasedOn(IReadOnlyList<EntityTagHeaderValue> tags)
{
    public bool Allows(string tag) =>
        tags.Any(known =>
            known == EntityTagHeaderValue.Any || known.Compare(new EntityTagHeaderValue(tag), useStrongComparison: true)
        );
}
