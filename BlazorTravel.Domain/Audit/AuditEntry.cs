namespace BlazorTravel.Domain.Audit;

/// <summary>Who did what to what, when and from where. Written once, together with the change itself; never changed after.</summary>
public sealed class AuditEntry
{
    public const int ActorNameMaxLength = 254;
    public const int AddressMaxLength = 45;
    public const int OriginMaxLength = 120;
    public const int ActionMaxLength = 60;
    public const int SubjectMaxLength = 300;

    private AuditEntry() { }

    /// <summary>A version 7 UUID: entries of several databases sort by it as by time.</summary>
    public Guid Id { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>The agency that an entry in the platform's log concerns; not kept in an agency's own log.</summary>
    public int? TenantId { get; private set; }

    /// <summary>Null for the system itself, for travelers and for strangers.</summary>
    public int? ActorId { get; private set; }
    public string ActorName { get; private set; } = "";

    /// <summary>The client's IP address; null for what a job did.</summary>
    public string? Address { get; private set; }

    /// <summary>"browser", "api", "key:" with the key's name, or "job".</summary>
    public string Origin { get; private set; } = "";

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public string Action { get; private set; } = "";

    /// <summary>What it was done to: a kind and what people call it, such as "request:LX4-7K2" or "user:ann@acme.example".</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The changed fields as they were, as JSON; null where there was nothing.</summary>
    public string? Before { get; private set; }

    /// <summary>The changed fields as they are now, as JSON.</summary>
    public string? After { get; private set; }

    public static AuditEntry Write(
        DateTimeOffset at,
        AuditSource source,
        string action,
        string subject,
        string? before = null,
        string? after = null,
        int? tenantId = null
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            TenantId = tenantId,
            ActorId = source.ActorId,
            ActorName = Cut(source.ActorName, ActorNameMaxLength),
            Address = source.Address is { } address ? Cut(address, AddressMaxLength) : null,
            Origin = Cut(source.Origin, OriginMaxLength),
            Action = Cut(action, ActionMaxLength),
            Subject = Cut(subject, SubjectMaxLength),
            Before = before,
            After = after,
        };

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}

/// <summary>Who acts, and from where.</summary>
public readonly record struct AuditSource(int? ActorId, string ActorName, string? Address, string Origin);
