namespace BlazorTravel.Web.Shared;

/// <summary>What a <see cref="Field"/> tells the control inside it.</summary>
public sealed record FieldState(string Id, string? DescribedBy, bool Invalid)
{
    /// <summary>id, class and the ARIA attributes, to splat onto a native input, select or textarea.</summary>
    public IReadOnlyDictionary<string, object> Attributes
    {
        get
        {
            var attributes = new Dictionary<string, object> { ["id"] = Id, ["class"] = "input" };
            if (DescribedBy is not null)
            {
                attributes["aria-describedby"] = DescribedBy;
            }
            if (Invalid)
            {
                attributes["aria-invalid"] = "true";
            }
            return attributes;
        }
    }
}
