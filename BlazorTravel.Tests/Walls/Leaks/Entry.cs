namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>On which host something is to be found.</summary>
public enum On
{
    Agency,
    Platform,
    Both,

    /// <summary>Answers alike on every host, to everybody.</summary>
    Every,
}

/// <summary>Who may come in, on their own host.</summary>
public enum Who
{
    Anyone,

    /// <summary>Whoever is signed in here.</summary>
    SignedIn,
    Agents,
    Admins,
    Superadmin,
}

/// <summary>What the other agency's own people see there: the proof that the way would show it if it were open.</summary>
public enum Shows
{
    Nothing,

    /// <summary>What travelers see of an agency: its name, its words, its logo.</summary>
    Face,

    /// <summary>What only its own people may see.</summary>
    Secret,
}

/// <summary>One line of <see cref="Entries"/>: an endpoint, who may reach it, and what to ask it for.</summary>
/// <param name="Door">Method and route pattern, as the test's message has it; PAGE stands for GET and POST, READ for GET and HEAD.</param>
/// <param name="Host">Where it is.</param>
/// <param name="Who">Who may come in there.</param>
/// <param name="Things">What fills the route's parameters and the query: "Id=request" or "?q=word"; names of <see cref="LeakWorld.Things"/>.</param>
/// <param name="Body">Of a writing method, with things in braces: JSON, or a form's fields.</param>
/// <param name="Answer">To one who may come in and asks for a thing of the other agency: the status on their own host.</param>
/// <param name="Shows">What the other agency's people find there themselves.</param>
public sealed record Entry(
    string Door,
    On Host,
    Who Who,
    string Things = "",
    string? Body = null,
    int? Answer = null,
    Shows Shows = Shows.Nothing
)
{
    /// <summary>Why nobody tries it on their own host: it would end their own session, or only harm themselves.</summary>
    public string? NotAtHome { get; init; }

    /// <summary>Why an answer may differ from that to something that is nowhere: what is shown is a credential itself.</summary>
    public string? MayTellApart { get; init; }

    /// <summary>Why the superadmin finds there what is an agency's alone.</summary>
    public string? SuperadminSees { get; init; }

    public string Method => Door.Split(' ')[0];
    public string Pattern => Door.Split(' ')[1];
    public bool IsPage => Method == "PAGE";
    public bool IsApi => Pattern.StartsWith("/api/", StringComparison.Ordinal);
    public IReadOnlyList<string> Methods =>
        Method switch
        {
            "PAGE" => ["GET", "POST"],
            "READ" => ["GET", "HEAD"],
            _ => [Method],
        };
    public bool HasThings => Things.Length > 0 || Body?.Contains('{', StringComparison.Ordinal) == true;
}
