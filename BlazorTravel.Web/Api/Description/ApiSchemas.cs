using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BlazorTravel.Web.Api.Description;

/// <summary>What the framework does not read from types: names for the outside, mail addresses, and that a change knows its fields.</summary>
public sealed class ApiSchemas : IOpenApiSchemaTransformer
{
    private const string Suffix = "Json";

    /// <summary>The type's name without the suffix that tells it from the entity.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name
        && name.EndsWith(Suffix, StringComparison.Ordinal)
            ? name[..^Suffix.Length]
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    public Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var attributes = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
        if (attributes.OfType<EmailAddressAttribute>().Any())
        {
            schema.Format = "email";
        }
        if (typeof(IMergePatch).IsAssignableFrom(context.JsonTypeInfo.Type))
        {
            schema.AdditionalPropertiesAllowed = false;
        }
        return Task.CompletedTask;
    }
}
