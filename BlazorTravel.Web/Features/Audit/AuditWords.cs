using System.Globalization;
using System.Text.Json;
using BlazorTravel.Domain.Audit;
using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>
/// What an entry says, in words. An action, field or value without a word of its own is shown as it was written, readably.
/// </summary>
public sealed class AuditWords(IStringLocalizer<AuditTexts> texts)
{
    /// <summary>"Changed the status of".</summary>
    public string Action(string action) => Word($"Action_{action}") ?? Readable(action.Split('.', 2)[^1]);

    /// <summary>"Requests".</summary>
    public string Area(string area) => Word($"Area_{area}") ?? Readable(area);

    /// <summary>"request K7M-4Q2D".</summary>
    public string Subject(AuditSubject subject) =>
        subject.Kind.Length == 0 ? subject.Name
        : Word($"Subject_{subject.Kind}") is { } words ? string.Format(CultureInfo.CurrentCulture, words, subject.Name)
        : $"{Readable(subject.Kind).ToLower(CultureInfo.CurrentCulture)} {subject.Name}";

    /// <summary>Who did it: a person's name, or a word for those who have none.</summary>
    public string Who(AuditLine line) => line.ActorId is null ? Nameless(line.ActorName) : line.ActorName;

    /// <summary>The word for somebody without an account; an API key's own name.</summary>
    public string Nameless(string name) => Word($"Who_{name}") ?? name;

    /// <summary>"Browser"; "API key “Website”".</summary>
    public string Origin(string origin) =>
        origin.Split(':', 2) is ["key", var name]
            ? texts["Origin_key", name].Value
            : Word($"Origin_{origin}") ?? Readable(origin);

    /// <summary>
    /// The fields of an entry as they were and as they are; those that came or went have one of the two. What was not there and
    /// came to nothing is left out.
    /// </summary>
    public IReadOnlyList<AuditChange> Changes(AuditLine line)
    {
        var (before, after) = (Read(line.Before), Read(line.After));
        return
        [
            .. after
                .Keys.Concat(before.Keys)
                .Distinct()
                .Where(field => before.ContainsKey(field) || after[field].ValueKind != JsonValueKind.Null)
                .Select(field => new AuditChange(
                    Word($"Field_{field}") ?? Readable(field),
                    before.TryGetValue(field, out var old) ? Value(old) : null,
                    after.TryGetValue(field, out var now) ? Value(now) : null
                )),
        ];
    }

    private string Value(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => texts["Yes"],
            JsonValueKind.False => texts["No"],
            JsonValueKind.Null => texts["Nothing"],
            JsonValueKind.String when IsTime(value, out var at) => at.ToUniversalTime()
                .ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.CurrentCulture),
            JsonValueKind.String => value.GetString()! is { Length: > 0 } text
                ? Word($"Value_{text}") ?? text
                : texts["Nothing"],
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value)),
            _ => value.GetRawText(),
        };

    private static bool IsTime(JsonElement value, out DateTimeOffset at)
    {
        at = default;
        return value.GetString() is [_, _, _, _, '-', _, _, '-', _, _, 'T', ..] && value.TryGetDateTimeOffset(out at);
    }

    private static Dictionary<string, JsonElement> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.Clone())
            : [];
    }

    private string? Word(string key) => texts[key] is { ResourceNotFound: false } word ? word.Value : null;

    /// <summary>"invited_again" becomes "Invited again".</summary>
    private static string Readable(string name) =>
        name.Replace('_', ' ') is { Length: > 0 } text ? char.ToUpperInvariant(text[0]) + text[1..] : name;
}

/// <summary>One field: what it was and what it is; null where it was or is not there.</summary>
public sealed record AuditChange(string Field, string? Before, string? After);
