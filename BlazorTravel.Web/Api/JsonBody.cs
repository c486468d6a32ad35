using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace BlazorTravel.Web.Api;

/// <summary>
/// A call's JSON object, read field by field, so that everything that is wrong with it can be said at once. Creating ignores
/// fields it does not know, so that a newer client can speak to an older server; a change refuses them, because a change that
/// silently does nothing is a lie.
/// </summary>
public sealed class JsonBody
{
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly Dictionary<string, JsonElement> fields;

    private JsonBody(Dictionary<string, JsonElement> fields) => this.fields = fields;

    public FieldErrors Errors { get; } = new();

    public bool IsEmpty => fields.Count == 0;

    /// <exception cref="RefusedException">It is no JSON object, or of another type.</exception>
    public static async Task<JsonBody> ReadAsync(HttpContext http, bool isPatch = false)
    {
        if (
            !MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !(type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || (isPatch && IsMergePatch(type)))
            || !(type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        )
        {
            throw new RefusedException(Problems.Of(ProblemKind.UnsupportedMediaType));
        }
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, Options, http.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new JsonBody(
                    document
                        .RootElement.EnumerateObject()
                        .ToDictionary(field => field.Name, field => field.Value.Clone())
                );
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair in a name is no text, which is only noticed when the name is read.
        }
        throw new RefusedException(
            Problems.Of(ProblemKind.Malformed, "The body is not one JSON object in UTF-8, with every field once.")
        );
    }

    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>A string, trimmed; null where it is missing, null or empty.</summary>
    public string? Text(string name, int maxLength)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind != JsonValueKind.String || !TryGetString(value, out var text))
        {
            Errors.Add(name, "Give a string.");
            return null;
        }
        text = text.Trim();
        if (text.Length > maxLength)
        {
            Errors.Add(name, $"Give at most {maxLength} characters.");
            return null;
        }
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            Errors.Add(name, "Leave out control characters.");
            return null;
        }
        return text.Length == 0 ? null : text;
    }

    /// <summary>A string or a number as text, exactly as it came.</summary>
    public string? TextOrNumber(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } value when TryGetString(value, out var text):
                return text;
            // Rounded, so that the point is never taken for a thousands' separator.
            case { ValueKind: JsonValueKind.Number } value when value.TryGetDecimal(out var number):
                return number.ToString("0.##", CultureInfo.InvariantCulture);
            default:
                Errors.Add(name, "Give a string or a number.");
                return null;
        }
    }

    public bool? Flag(string name)
    {
        switch (Find(name)?.ValueKind)
        {
            case null:
                return null;
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                Errors.Add(name, "Give true or false.");
                return null;
        }
    }

    /// <summary>Names every field that a change cannot change.</summary>
    public void RefuseOthers(params ReadOnlySpan<string> known)
    {
        foreach (var name in fields.Keys)
        {
            if (!known.Contains(name))
            {
                Errors.Add(name, $"This cannot be changed here. Give {string.Join(", ", known!)} only.");
            }
        }
    }

    /// <summary>The same for the same content, in whatever order and with whatever spaces it is written.</summary>
    public byte[] Fingerprint() =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '\n',
                    fields
                        .OrderBy(field => field.Key, StringComparer.Ordinal)
                        .Select(field => $"{JsonEncodedText.Encode(field.Key)}:{field.Value.GetRawText()}")
                )
            )
        );

    private static bool IsMergePatch(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(MergePatch, StringComparison.OrdinalIgnoreCase);

    private JsonElement? Find(string name) =>
        fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    // A lone half of a surrogate pair may be written in JSON, but is no text.
    private static bool TryGetString(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }
}
