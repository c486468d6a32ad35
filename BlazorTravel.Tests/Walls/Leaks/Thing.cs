namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>Something an endpoint can be asked for: the other agency's, one's own, and one that exists nowhere.</summary>
public sealed record Thing(string Theirs, string Mine, string Nowhere)
{
    public string Of(Whose whose) =>
        whose switch
        {
            Whose.Theirs => Theirs,
            Whose.Mine => Mine,
            _ => Nowhere,
        };
}

public enum Whose
{
    Theirs,
    Mine,
    Nobodys,
}
