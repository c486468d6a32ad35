namespace BlazorTravel.Web.Mail;

/// <summary>
/// One kind of mail: a record with all that its text needs, kept as JSON until it is sent. It carries
/// <see cref="MailTemplateAttribute"/> and stands beside its Razor template in the feature that sends it.
/// </summary>
public interface IMail
{
    /// <summary>The subject in the current UI culture, which the outbox sets to the recipient's.</summary>
    string Subject { get; }

    /// <summary>Where an answer goes; null: to the agency's own address for answers.</summary>
    string? ReplyTo => null;

    /// <summary>
    /// The agency in whose name a mail goes out that is queued in the main database; null: the platform's own, or for a mail
    /// in an agency's database that agency's.
    /// </summary>
    MailBrand? Brand => null;
}

/// <summary>Ties a mail to the stable name under which it is queued and to the component that renders its body.</summary>
/// <param name="name">Never changes once mails were queued under it.</param>
/// <param name="body">A component with one parameter "Mail" of the attributed type.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MailTemplateAttribute(string name, Type body) : Attribute
{
    public string Name { get; } = name;
    public Type Body { get; } = body;
}
