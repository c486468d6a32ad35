using BlazorTravel.Web.Shell;
using Scalar.AspNetCore;

namespace BlazorTravel.Web.Api.Description;

/// <summary>The API's description as a document, and as a page to read and try it; the page loads nothing from elsewhere.</summary>
public static class ApiDocs
{
    public const string Document = "v1";
    public const string DocumentPath = "/openapi/{documentName}.json";
    public const string PagePath = "/api/docs";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi(DocumentPath).AllowAnonymous();
        endpoints
            .MapScalarApiReference(
                PagePath,
                (options, http) =>
                {
                    options
                        .WithTitle("BlazorTravel API")
                        .WithOpenApiRoutePattern(DocumentPath)
                        .AddDocument(Document, "BlazorTravel API")
                        .WithFavicon("/favicon.svg")
                        .DisableDefaultFonts()
                        .DisableTelemetry()
                        .DisableAgent()
                        .DisableMcp()
                        .HideDeveloperTools()
                        .PreserveSchemaPropertyOrder()
                        .AddPreferredSecuritySchemes([DocumentFrame.Bearer])
                        .WithNonce(ContentSecurityPolicy.NonceOf(http) ?? "");
                    options.HideClientButton = true;
                }
            )
            .AllowAnonymous();
    }
}
