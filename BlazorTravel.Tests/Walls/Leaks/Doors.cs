using BlazorTravel.Tests.Support;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>All ways into a running server, from the application's own endpoints.</summary>
public static class Doors
{
    /// <summary>Method and pattern of every endpoint, without the static files: those are the same bytes for everybody.</summary>
    public static IReadOnlyList<string> Of(AppServer server) =>
        [
            .. Endpoints(server)
                .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                .SelectMany(Names)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The methods that a browser, or anybody else, can call over an open connection.</summary>
    public static IReadOnlyList<string> HubMethodsOf(AppServer server) =>
        [
            .. Endpoints(server)
                .Select(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>()?.HubType)
                .OfType<Type>()
                .Distinct()
                .SelectMany(hub =>
                    hub.GetMethods(
                            System.Reflection.BindingFlags.Public
                                | System.Reflection.BindingFlags.Instance
                                | System.Reflection.BindingFlags.DeclaredOnly
                        )
                        .Where(method => method.GetBaseDefinition().DeclaringType == hub && !method.IsSpecialName)
                        .Select(method => $"{hub.Name}.{method.Name}")
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<RouteEndpoint> Endpoints(AppServer server) =>
        server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static IEnumerable<string> Names(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
        pattern = pattern.Length > 1 ? pattern.TrimEnd('/') : pattern;
        if (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            return [$"PAGE {pattern}"];
        }
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods;
        return methods switch
        {
            null or [] => [$"ANY {pattern}"],
            [_, _] when methods.Contains("GET") && methods.Contains("HEAD") => [$"READ {pattern}"],
            _ => methods.Select(method => $"{method} {pattern}"),
        };
    }
}
