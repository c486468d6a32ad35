namespace BlazorTravel.Domain.Tenants;

/// <summary>One attempt at one step of setting up an agency: when, how long, and why it failed if it did.</summary>
public sealed class ProvisioningRecord
{
    public const int ErrorMaxLength = 500;

    private ProvisioningRecord() { }

    public long Id { get; private set; }
    public int TenantId { get; private set; }
    public ProvisioningStep Step { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>How long it took; null while it runs, and for ever when its server died.</summary>
    public double? Milliseconds { get; private set; }
    public string? Error { get; private set; }

    public static ProvisioningRecord Begin(int tenantId, ProvisioningStep step, DateTimeOffset now) =>
        new()
        {
            TenantId = tenantId,
            Step = step,
            StartedAt = now,
        };

    public ProvisioningRecord Complete(TimeSpan elapsed)
    {
        Milliseconds = elapsed.TotalMilliseconds;
        return this;
    }

    public ProvisioningRecord Fail(string error, TimeSpan elapsed)
    {
        Error = error.Length <= ErrorMaxLength ? error : error[..ErrorMaxLength];
        return Complete(elapsed);
    }
}

/// <summary>What setting up an agency consists of, in order. Each may be repeated without harm.</summary>
public enum ProvisioningStep
{
    /// <summary>The name, the subdomain and the admin's email are free; from here on they are taken.</summary>
    CheckNames,
    CreateDatabase,
    ApplySchema,
    CreateAccount,
    SendInvitation,

    /// <summary>Travelers and the agency's people may come.</summary>
    OpenAgency,
}
