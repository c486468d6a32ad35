namespace BlazorTravel.Web.Embedded;

/// <summary>Where a private PostgreSQL lives and how it is set up.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The folder that belongs to this server alone: cluster, password, socket and log. Made when missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; null to look in the usual places.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>Settings for <c>postgresql.conf</c>, over the defaults; values without quotes.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether, as root on Debian, a missing PostgreSQL is installed with apt-get.</summary>
    public bool InstallWhenMissing { get; init; } = true;

    /// <summary>Where to look for the programs when no folder is named.</summary>
    internal IReadOnlyList<string> SearchFolders { get; init; } = [.. PostgresBinaries.UsualFolders()];

    /// <summary>How long to wait for a predecessor on the same folder that is just stopping.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
