namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>Whose door a request ends up at, by its host and its tenant header together.</summary>
public enum Target
{
    Mine,
    Theirs,
    Platform,

    /// <summary>Host and header name different agencies.</summary>
    Contradiction,
}

/// <summary>By which host and header somebody comes.</summary>
public sealed record Way(string Name, string? Host, string? Header, Target Target)
{
    public static IReadOnlyList<Way> AllOf(LeakWorld world)
    {
        var (mine, theirs) = (LeakWorld.Mine, LeakWorld.Theirs);
        var (myId, theirId) = (world.MyAgency.Tenant.Id, world.TheirAgency.Tenant.Id);
        return
        [
            new("on my host", mine, null, Target.Mine),
            new("on my host naming theirs", mine, theirs, Target.Contradiction),
            new("on my host naming their id", mine, theirId, Target.Contradiction),
            new("on their host", theirs, null, Target.Theirs),
            new("on their host naming mine", theirs, mine, Target.Contradiction),
            new("on their host naming my id", theirs, myId, Target.Contradiction),
            new("on the platform", null, null, Target.Platform),
            new("on the platform naming theirs", null, theirs, Target.Theirs),
            new("on the platform naming their id", null, theirId, Target.Theirs),
        ];
    }
}

/// <summary>One try at one door, and what it must and must not answer.</summary>
public sealed record Attempt(Entry Entry, string Method, Caller Caller, Way Way)
{
    private static readonly int[] NotHere = [302, 400, 401, 403, 404];

    /// <summary>What it asks for: where they are open to everybody, a visitor has what they hold; everywhere else, theirs.</summary>
    public Whose Whose => Way.Target == Target.Theirs && Caller.IsVisitor ? Caller.Holds : Whose.Theirs;

    private bool IsAtHome => Way.Target == (Caller.Home is null ? Target.Platform : Target.Mine);

    private bool IsHere =>
        Entry.Host is On.Both or On.Every || Entry.Host == On.Platform == (Way.Target == Target.Platform);

    private bool IsWriting => Method is not ("GET" or "HEAD" or "OPTIONS");

    /// <summary>What anybody may do there is no attempt: a traveler sends them a request, the superadmin suspends them.</summary>
    public bool IsNobodysBusiness =>
        (IsWriting && Way.Target == Target.Theirs && Caller.IsVisitor && Entry.Who == Who.Anyone)
        || (IsWriting && Entry.Host == On.Platform && Way.Target == Target.Platform && Caller.Rank == Who.Superadmin)
        || (Entry.NotAtHome is not null && IsAtHome && Caller.MayCome(Entry.Who));

    /// <summary>Their name and logo are for travelers on their host, and for whoever looks after all agencies.</summary>
    public bool MayShowFace =>
        (Caller.IsVisitor && Way.Target == Target.Theirs)
        || (Caller.Rank == Who.Superadmin && Way.Target == Target.Platform && Entry.Host == On.Platform);

    /// <summary>Their accounts are for whoever looks after all agencies.</summary>
    public bool MayShowSecret =>
        Entry.SuperadminSees is not null && Caller.Rank == Who.Superadmin && Way.Target == Target.Platform;

    /// <summary>Whether asking for something that exists nowhere must be answered the same.</summary>
    public bool HidesExistence =>
        Entry is { HasThings: true, MayTellApart: null } && Whose == Whose.Theirs && !MayShowFace;

    /// <summary>The statuses it may be answered with.</summary>
    public bool Accepts(int status)
    {
        if (status >= 500)
        {
            return false;
        }
        if (Entry.Host == On.Every)
        {
            return true;
        }
        if (Way.Target == Target.Contradiction)
        {
            return status == 400;
        }
        if (!Caller.IsVisitor && !IsAtHome)
        {
            return status == 403;
        }
        if (Caller.IsVisitor && Entry.Who != Who.Anyone)
        {
            return status == (Method == "GET" && !Entry.IsApi ? 302 : 401) || (!IsHere && NotHere.Contains(status));
        }
        if (!IsHere)
        {
            return NotHere.Contains(status);
        }
        if (!Caller.MayCome(Entry.Who))
        {
            return status == 403;
        }
        // Where a visitor shows their own link, or the post of a page has no form to go to, anything but failing is right.
        return status == 429
            || Entry.Answer is null
            || status == Entry.Answer
            || (Entry.IsPage && IsWriting)
            || Whose != Whose.Theirs;
    }

    public override string ToString() => $"{Method} {Entry.Pattern} as {Caller.Name} {Way.Name}";
}
