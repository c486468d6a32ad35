namespace BlazorTravel.Web.Sessions;

/// <summary>One open page: whose it is, and how to end it.</summary>
public sealed class LiveCircuit(
    string id,
    string page,
    int? tenantId,
    SignedInUser? user,
    Action reload,
    Action signOut
)
{
    private int isOver;

    public string Id => id;

    /// <summary>What its own sign-out form calls this page.</summary>
    public string Page => page;
    public int? TenantId => tenantId;

    /// <summary>Null for somebody who is not signed in.</summary>
    public SignedInUser? User => user;

    /// <summary>When its session was last found open, as a timestamp of the time provider.</summary>
    public long CheckedAt { get; set; }

    /// <summary>Whether it was signed out already.</summary>
    public bool IsOver => Volatile.Read(ref isOver) != 0;

    /// <summary>How often it was told again to load, though it was signed out already.</summary>
    public int Reminders { get; set; }

    /// <summary>Loads the page again, where the server decides anew what it may show.</summary>
    public void Reload() => reload();

    /// <summary>From now on nobody is signed in here; then loads the page again.</summary>
    public void SignOut()
    {
        if (Interlocked.Exchange(ref isOver, 1) == 0)
        {
            signOut();
        }
        else
        {
            reload();
        }
    }
}

/// <summary>The name of a page while it is open; scoped, so that a circuit has one of its own.</summary>
public sealed class OpenPage
{
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>It was signed out from outside and is being loaded again; nothing else must lead it elsewhere meanwhile.</summary>
    public bool IsLeaving { get; set; }
}
