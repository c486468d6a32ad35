using Microsoft.OpenApi;

namespace BlazorTravel.Web.Api.Description;

/// <summary>What every list in pages takes; see <see cref="QueryFields"/>.</summary>
public static class PagingParameters
{
    public static readonly IReadOnlyList<OpenApiParameter> All =
    [
        new()
        {
            Name = "page",
            In = ParameterLocation.Query,
            Description = "From 1.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Default = 1,
            },
        },
        new()
        {
            Name = "page_size",
            In = ParameterLocation.Query,
            Description = "How many items an answer has at most.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = $"{QueryFields.MaxPageSize}",
                Default = QueryFields.DefaultPageSize,
            },
        },
    ];
}
