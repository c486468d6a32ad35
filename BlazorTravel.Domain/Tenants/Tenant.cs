namespace BlazorTravel.Domain.Tenants;

/// <summary>An agency: who it is, where its data lives, and the face it shows to travelers.</summary>
public sealed class Tenant
{
    public const int NameMaxLength = 80;
    public const int WelcomeTextMaxLength = 200;
    public const string DefaultBrandColor = "#0F766E";

    private Tenant() { }

    public int Id { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>Unique on the platform; never changes, because travelers hold links with it.</summary>
    public string Subdomain { get; private set; } = "";

    /// <summary>The agency's own PostgreSQL database.</summary>
    public string DbName { get; private set; } = "";

    /// <summary>False while the agency is suspended: its pages answer 503 and its people cannot sign in.</summary>
    public bool IsActive { get; private set; }
    public ProvisioningState Provisioning { get; private set; }

    /// <summary>The step that provisioning last began, and why it failed, for the superadmin to read and retry.</summary>
    public string? ProvisioningStep { get; private set; }
    public string? ProvisioningError { get; private set; }

    /// <summary>The address that was invited as the agency's first administrator.</summary>
    public string AdminEmail { get; private set; } = "";

    /// <summary>The last migration applied to the agency's database; null until it exists.</summary>
    public string? SchemaVersion { get; private set; }

    /// <summary>#RRGGBB as the agency chose it; what is shown is derived from it so that text stays readable.</summary>
    public string BrandColor { get; private set; } = DefaultBrandColor;
    public string? WelcomeText { get; private set; }

    /// <summary>Where answers to the agency's mails go; null: nowhere but the desk.</summary>
    public string? ReplyTo { get; private set; }
    public TenantLogo? Logo { get; private set; }

    /// <summary>A short hash of the logo, so that its address changes with it; null without a logo.</summary>
    public string? LogoVersion { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The row's version, to notice that somebody else changed it meanwhile.</summary>
    public uint Version { get; private set; }

    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public static Tenant Create(
        string name,
        Subdomain subdomain,
        string dbName,
        string adminEmail,
        DateTimeOffset now
    ) =>
        new()
        {
            Name = CheckName(name),
            Subdomain = subdomain.Value,
            DbName = dbName,
            AdminEmail = adminEmail,
            IsActive = true,
            Provisioning = ProvisioningState.Pending,
            CreatedAt = now,
            UpdatedAt = now,
        };

    public void BeginStep(string step, DateTimeOffset now)
    {
        Provisioning = ProvisioningState.Running;
        ProvisioningStep = step;
        ProvisioningError = null;
        UpdatedAt = now;
    }

    public void FailStep(string error, DateTimeOffset now)
    {
        Provisioning = ProvisioningState.Failed;
        ProvisioningError = error.Length <= 500 ? error : error[..500];
        UpdatedAt = now;
    }

    public void CompleteProvisioning(DateTimeOffset now)
    {
        Provisioning = ProvisioningState.Ready;
        ProvisioningStep = null;
        ProvisioningError = null;
        UpdatedAt = now;
    }

    public void RecordSchema(string version, DateTimeOffset now)
    {
        SchemaVersion = version;
        UpdatedAt = now;
    }

    public void Suspend(DateTimeOffset now)
    {
        IsActive = false;
        UpdatedAt = now;
    }

    public void Activate(DateTimeOffset now)
    {
        IsActive = true;
        UpdatedAt = now;
    }

    /// <exception cref="ArgumentException">The name or the colour is not valid.</exception>
    public void Rebrand(string name, string brandColor, string? welcomeText, string? replyTo, DateTimeOffset now)
    {
        if (brandColor.Length != 7 || brandColor[0] != '#' || !brandColor[1..].All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException("Give the colour as # and six hexadecimal digits.", nameof(brandColor));
        }
        Name = CheckName(name);
        BrandColor = brandColor.ToUpperInvariant();
        WelcomeText = string.IsNullOrWhiteSpace(welcomeText) ? null : welcomeText.Trim();
        ReplyTo = string.IsNullOrWhiteSpace(replyTo) ? null : replyTo.Trim().ToLowerInvariant();
        UpdatedAt = now;
    }

    public void ChangeLogo(TenantLogo? logo, DateTimeOffset now)
    {
        Logo = logo;
        LogoVersion = logo?.Version;
        UpdatedAt = now;
    }

    private static string CheckName(string name) =>
        StorableText.Of(name).Trim() is { Length: > 0 and <= NameMaxLength } trimmed && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new ArgumentException(
                $"Give the agency a name of at most {NameMaxLength} characters, on one line.",
                nameof(name)
            );
}

/// <summary>How far the making of an agency's database has come.</summary>
public enum ProvisioningState
{
    Pending,
    Running,
    Failed,
    Ready,
}
