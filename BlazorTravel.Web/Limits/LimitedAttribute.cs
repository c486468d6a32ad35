namespace BlazorTravel.Web.Limits;

/// <summary>
/// Holds a page or endpoint to the limit of this name, one of <see cref="LimitNames"/>. What only reads is not counted, unless
/// <see cref="Reads"/> says so. Everything below /api is held to <see cref="LimitNames.Api"/> as well, without saying so.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class LimitedAttribute(string name) : Attribute
{
    public Limit Limit { get; } = Limit.Named(name);

    /// <summary>Whether GET counts, too.</summary>
    public bool Reads { get; init; }
}
