using System.Text.Json;
using System.Text.Json.Serialization;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Api.Description;
using Microsoft.OpenApi;

namespace BlazorTravel.Web.Setup;

/// <summary>What the REST API's endpoints share: how JSON is written, what errors look like, the description and the page to try it on.</summary>
public static class ApiSetup
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.NumberHandling = JsonNumberHandling.Strict;
            json.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
            );
        });
        // In every environment alike, so that ApiCalls can name the field that could not be read.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton<AnswerWriter>();
        services.AddScoped<OnceOnly>();
        services.AddOpenApi(
            ApiDocs.Document,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.ShouldInclude = call =>
                    call.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
                options.CreateSchemaReferenceId = ApiSchemas.NameOf;
                options.AddSchemaTransformer<ApiSchemas>();
                options.AddOperationTransformer<CallDescriber>();
                options.AddDocumentTransformer<DocumentFrame>();
            }
        );
    }

    /// <summary>Goes right behind the shell, so that what any later part refuses is told to programs in their form.</summary>
    public static void UseApi(this IApplicationBuilder app) => app.UseMiddleware<ApiCalls>();

    public static void MapApiDocs(this IEndpointRouteBuilder endpoints) => ApiDocs.Map(endpoints);
}
