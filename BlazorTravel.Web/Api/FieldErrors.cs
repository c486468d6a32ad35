namespace BlazorTravel.Web.Api;

/// <summary>Gathers what is wrong with each field, under the names the caller used.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> errors = new(StringComparer.Ordinal);

    public bool Any => errors.Count > 0;

    /// <summary>The first thing that is found wrong with a field is kept.</summary>
    public void Add(string field, string message) => errors.TryAdd(field, [message]);

    /// <exception cref="RefusedException">A field is wrong.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new RefusedException(Problems.Of(ProblemKind.Invalid, errors: errors));
        }
    }
}
