using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace BlazorTravel.Web.Features.Account;

/// <summary>What the pages of somebody's own account share: who it is, what went well, and which form was refused why.</summary>
public abstract class OwnAccountPage : ComponentBase
{
    private string? refusedForm;
    private AccountResult refusal = AccountResult.Done;

    [Inject]
    protected IStringLocalizer<OwnAccountTexts> Texts { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    /// <summary>What was just done, by name: the key of a text.</summary>
    [SupplyParameterFromQuery(Name = "note")]
    protected string? Note { get; set; }

    protected SignedInUser Who => SignedInUser.From(Http.User)!;

    protected CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Goes to a page that says what was done, so that loading it again does nothing twice.</summary>
    protected void Go(string path, string note) => Navigation.NavigateTo($"{path}?note={note}");

    /// <summary>Shows beside the form why it was refused.</summary>
    protected void Refuse(string form, AccountResult result)
    {
        (refusedForm, refusal) = (form, result);
        if (result.Outcome == AccountOutcome.LockedOut)
        {
            Http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
    }

    /// <summary>The error of a form's field; null when it has none.</summary>
    /// <param name="outcomes">Those that are this field's fault.</param>
    protected string? ErrorOf(string form, params AccountOutcome[] outcomes) =>
        form == refusedForm && outcomes.Contains(refusal.Outcome) ? AccountWords.Of(refusal, Texts) : null;

    /// <summary>The error of a form's field "Current password".</summary>
    protected string? PasswordErrorOf(string form) =>
        ErrorOf(form, AccountOutcome.WrongPassword, AccountOutcome.LockedOut);

    /// <summary>What is wrong with a form as a whole.</summary>
    protected string? ProblemOf(string form) =>
        ErrorOf(
            form,
            AccountOutcome.Gone,
            AccountOutcome.Expired,
            AccountOutcome.TooManyLinks,
            AccountOutcome.PasskeyRefused,
            AccountOutcome.Unavailable
        );
}
