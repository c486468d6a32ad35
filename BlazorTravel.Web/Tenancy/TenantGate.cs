using Finbuckle.MultiTenant.AspNetCore.Extensions;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Tenancy;

/// <summary>
/// Decides for every request which agency it is for and whether it may pass: an unknown host or agency is answered 404, host
/// and header that disagree 400, a suspended agency or one that is still being set up 503. Static files always pass.
/// </summary>
public sealed class TenantGate(RequestDelegate next, IOptions<PlatformOptions> platform)
{
    public const string Header = "X-Tenant-ID";
    private const int SuspendedRetrySeconds = 3600;
    private const int PreparingRetrySeconds = 5;

    public async Task InvokeAsync(HttpContext context, CurrentTenant current)
    {
        var endpoint = context.GetEndpoint();
        if (
            endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || endpoint?.Metadata.GetMetadata<ServesEveryHost>() is not null
        )
        {
            await next(context);
            return;
        }
        // A proxy that is believed may still pass on what somebody made up.
        if (context.Request.Scheme is not ("http" or "https"))
        {
            Refuse(context, StatusCodes.Status400BadRequest);
            return;
        }
        var host = RequestHost.Read(context.Request.Host.Host, platform.Value.BaseHost);
        var named = context.Request.Headers[Header];
        var agency = context.GetMultiTenantContext<AgencyTenant>().TenantInfo;

        if (
            host.Kind == RequestHostKind.Foreign
            || (host.Kind == RequestHostKind.Agency && agency?.Subdomain != host.Label)
        )
        {
            Refuse(context, StatusCodes.Status404NotFound, isUnknownAgency: true);
            return;
        }
        if (
            named.Count > 1
            || (host.Kind == RequestHostKind.Agency && named is [{ Length: > 0 } name] && !Names(name, agency!))
        )
        {
            Refuse(context, StatusCodes.Status400BadRequest);
            return;
        }
        if (host.Kind == RequestHostKind.Platform && named is [{ Length: > 0 }] && agency is null)
        {
            Refuse(context, StatusCodes.Status404NotFound, isUnknownAgency: true);
            return;
        }

        current.Set(agency);
        if (agency is { IsActive: false })
        {
            context.Response.Headers.RetryAfter = $"{SuspendedRetrySeconds}";
            Refuse(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }
        if (agency is { IsReady: false })
        {
            context.Response.Headers.RetryAfter = $"{PreparingRetrySeconds}";
            Refuse(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }
        await next(context);
    }

    /// <summary>Sets the status only; the error pages, which come before this, give it a body.</summary>
    private static void Refuse(HttpContext context, int statusCode, bool isUnknownAgency = false)
    {
        context.Response.StatusCode = statusCode;
        if (isUnknownAgency)
        {
            context.Features.Set(new UnknownAgency());
        }
    }

    private static bool Names(string header, AgencyTenant agency) =>
        header.Trim().Equals(agency.Subdomain, StringComparison.OrdinalIgnoreCase) || header.Trim() == agency.Id;
}

/// <summary>Request feature: no agency has this host or name.</summary>
public sealed class UnknownAgency;

/// <summary>Endpoint metadata: answers alike on every host, such as health checks.</summary>
public sealed class ServesEveryHost;
