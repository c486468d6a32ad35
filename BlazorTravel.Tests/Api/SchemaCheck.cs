using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace BlazorTravel.Tests.Api;

/// <summary>Compares JSON with a schema, as far as this API's schemas go: types, required and known properties, enums, bounds.</summary>
internal static class SchemaCheck
{
    /// <param name="isComplete">Whether every property that the schema knows must be there.</param>
    public static IEnumerable<string> Differences(
        IOpenApiSchema schema,
        JsonNode? value,
        string where,
        bool isComplete = false
    )
    {
        if (schema.OneOf is { Count: > 0 } choices)
        {
            var each = choices.Select(choice => Differences(choice, value, where, isComplete).ToList()).ToList();
            return each.MinBy(differences => differences.Count)!;
        }
        var type = TypeOf(value);
        if (
            schema.Type is { } allowed
            && !allowed.HasFlag(type)
            && !(type == JsonSchemaType.Integer && allowed.HasFlag(JsonSchemaType.Number))
        )
        {
            return [$"{where} is {type}, not {allowed}"];
        }
        if (schema.Enum is { Count: > 0 } words && !words.Any(word => JsonNode.DeepEquals(word, value)))
        {
            return [$"{where} is {value}, which is none of the words"];
        }
        return value switch
        {
            JsonObject fields => OfObject(schema, fields, where, isComplete),
            JsonArray items when schema.Items is { } item => items.SelectMany(
                (each, i) => Differences(item, each, $"{where}[{i}]", isComplete)
            ),
            JsonValue when type == JsonSchemaType.String => OfText(schema, value.GetValue<string>(), where),
            _ => [],
        };
    }

    private static IEnumerable<string> OfObject(IOpenApiSchema schema, JsonObject fields, string where, bool isComplete)
    {
        foreach (var missing in (schema.Required ?? new HashSet<string>()).Except(fields.Select(field => field.Key)))
        {
            yield return $"{where} lacks {missing}";
        }
        var known = schema.Properties ?? new Dictionary<string, IOpenApiSchema>();
        if (isComplete)
        {
            foreach (var missing in known.Keys.Except(fields.Select(field => field.Key)))
            {
                yield return $"{where} lacks {missing}";
            }
        }
        foreach (var (name, value) in fields)
        {
            if (known.TryGetValue(name, out var property))
            {
                foreach (var difference in Differences(property, value, $"{where}.{name}", isComplete))
                {
                    yield return difference;
                }
            }
            else if (schema.AdditionalProperties is null)
            {
                yield return $"{where} has {name}, which the schema does not know";
            }
        }
    }

    private static IEnumerable<string> OfText(IOpenApiSchema schema, string text, string where)
    {
        if (text.Length > schema.MaxLength || text.Length < schema.MinLength)
        {
            yield return $"{where} is too long or too short";
        }
        if (
            schema.Format == "date-time"
            && !(text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
        )
        {
            yield return $"{where} is no time in UTC: {text}";
        }
        if (schema.Format == "date" && !DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, 0, out _))
        {
            yield return $"{where} is no date: {text}";
        }
    }

    private static JsonSchemaType TypeOf(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => JsonSchemaType.Null,
            JsonValueKind.Object => JsonSchemaType.Object,
            JsonValueKind.Array => JsonSchemaType.Array,
            JsonValueKind.String => JsonSchemaType.String,
            JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
            _ => decimal.IsInteger(decimal.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture))
                ? JsonSchemaType.Integer
                : JsonSchemaType.Number,
        };
}
