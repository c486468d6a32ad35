using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Asks whom to invite, and says beside the field why somebody cannot be.</summary>
public sealed partial class InviteDialog(ILogger<InviteDialog> logger)
{
    private readonly InviteForm form = new();
    private Dictionary<string, string> errors = [];
    private ElementReference email;
    private string? problem;
    private bool isSending;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <summary>The agency's name.</summary>
    [Parameter, EditorRequired]
    public string Agency { get; set; } = "";

    /// <summary>Does it. The dialog closes with the address when it is done, and stays open with what was typed when not.</summary>
    [Parameter, EditorRequired]
    public Func<InviteForm, Task<PeopleOutcome>> Invite { get; set; } = default!;

    private string? ErrorOf(string field) =>
        errors.TryGetValue(field, out var key) ? Texts[key, "", form.Email.Trim()].Value : null;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await email.FocusAsync();
        }
    }

    private async Task SubmitAsync()
    {
        if (isSending)
        {
            return;
        }
        (errors, problem) = (form.Check(), null);
        if (errors.Count > 0)
        {
            return;
        }
        isSending = true;
        try
        {
            Show(await Invite(form));
        }
        catch (Exception exception)
        {
            LogNotInvited(logger, exception);
            problem = Texts["Failed"];
        }
        finally
        {
            isSending = false;
        }
    }

    private void Show(PeopleOutcome outcome)
    {
        switch (outcome)
        {
            case PeopleOutcome.Done:
                Dialog.Close(form.Email.Trim());
                break;
            case PeopleOutcome.AlreadyHere or PeopleOutcome.EmailUnavailable:
                errors[nameof(form.Email)] = $"Outcome_{outcome}";
                break;
            default:
                problem = Texts[$"Outcome_{outcome}"];
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "An invitation could not be sent")]
    private static partial void LogNotInvited(ILogger logger, Exception exception);
}
