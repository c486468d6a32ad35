using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Mail;

/// <summary>Every kind of mail there is, by its name; and how their models are kept.</summary>
public sealed class MailCatalog
{
    /// <summary>The parameter of a body that takes the mail.</summary>
    public const string BodyParameter = "Mail";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly FrozenDictionary<string, MailKind> byName;
    private readonly FrozenDictionary<Type, MailKind> byType;

    /// <exception cref="InvalidOperationException">A name is used twice, or a body does not take its mail.</exception>
    public MailCatalog(IEnumerable<Type> types)
    {
        var kinds = types.Select(Describe).OfType<MailKind>().ToList();
        if (kinds.GroupBy(kind => kind.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException(
                $"The mail template name “{twice.Key}” is used by {string.Join(" and ", twice.Select(kind => kind.Type.Name))}."
            );
        }
        byName = kinds.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
        byType = kinds.ToFrozenDictionary(kind => kind.Type);
    }

    public IReadOnlyCollection<MailKind> Kinds => byName.Values;

    /// <exception cref="InvalidOperationException">The type carries no <see cref="MailTemplateAttribute"/>.</exception>
    public MailKind Find(Type type) =>
        byType.TryGetValue(type, out var kind)
            ? kind
            : throw new InvalidOperationException($"{type.Name} has no {nameof(MailTemplateAttribute)}.");

    /// <summary>Null for a name that only another version of the application knows.</summary>
    public MailKind? Find(string name) => byName.GetValueOrDefault(name);

    public static string Write(IMail mail) => JsonSerializer.Serialize(mail, mail.GetType(), Json);

    /// <exception cref="JsonException">The text is no model of this kind.</exception>
    public static IMail Read(MailKind kind, string model) =>
        JsonSerializer.Deserialize(model, kind.Type, Json) as IMail
        ?? throw new JsonException($"There is no {kind.Type.Name} in the model.");

    private static MailKind? Describe(Type type)
    {
        if (type.GetCustomAttribute<MailTemplateAttribute>() is not { } template)
        {
            return null;
        }
        if (!type.IsAssignableTo(typeof(IMail)))
        {
            throw new InvalidOperationException($"{type.Name} is no {nameof(IMail)}.");
        }
        var parameter = template.Body.GetProperty(BodyParameter);
        return
            template.Body.IsAssignableTo(typeof(IComponent))
            && parameter?.PropertyType == type
            && parameter.IsDefined(typeof(ParameterAttribute))
            ? new MailKind(template.Name, type, template.Body)
            : throw new InvalidOperationException(
                $"{template.Body.Name} has no parameter “{BodyParameter}” of type {type.Name}."
            );
    }
}

/// <summary>One kind of mail.</summary>
/// <param name="Name">The name under which it is queued.</param>
/// <param name="Type">Its model.</param>
/// <param name="Body">The component that renders it.</param>
public sealed record MailKind(string Name, Type Type, Type Body);
