using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Support;

/// <summary>Every endpoint of a running server, with an address that leads to it.</summary>
public sealed partial record RouteWalk(RouteEndpoint Endpoint, IReadOnlyList<string> Methods, string Address)
{
    public string Pattern => Endpoint.RoutePattern.RawText ?? "";

    /// <summary>Whether something other than reading may be done there.</summary>
    public bool Changes => Methods.Any(method => method is not ("GET" or "HEAD" or "OPTIONS"));

    public static IReadOnlyList<RouteWalk> Of(AppServer server) =>
        [
            .. server
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Select(endpoint => new RouteWalk(
                    endpoint,
                    endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"],
                    "/" + Parameter().Replace(endpoint.RoutePattern.RawText ?? "", Value).TrimStart('/')
                )),
        ];

    public override string ToString() => $"{string.Join(',', Methods)} {Pattern}";

    private static string Value(Match parameter) =>
        parameter.Value.Contains("oken", StringComparison.Ordinal) ? new string('a', 32) : "1";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
