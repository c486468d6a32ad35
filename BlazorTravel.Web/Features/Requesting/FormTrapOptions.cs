using System.ComponentModel.DataAnnotations;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>When a form was sent too fast or too late to have been filled in by a person; the section "FormTrap".</summary>
public sealed class FormTrapOptions : IValidatableObject
{
    /// <summary>Nobody reads the form and fills it in faster than this.</summary>
    public TimeSpan MinimumTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A form is not stored away to be sent again and again.</summary>
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromDays(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MinimumTime < TimeSpan.Zero || MinimumTime > TimeSpan.FromMinutes(1))
        {
            yield return new ValidationResult("Set FormTrap__MinimumTime to a time between 00:00:00 and 00:01:00.");
        }
        if (MaximumAge < TimeSpan.FromMinutes(10))
        {
            yield return new ValidationResult("Set FormTrap__MaximumAge to at least 00:10:00.");
        }
    }
}
