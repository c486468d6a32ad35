using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTravel.Web.Features.AgencySettings.ApiKeys;

public sealed partial class NewApiKeyDialog(ILogger<NewApiKeyDialog> logger)
{
    private readonly ApiKeyForm form = new();
    private Dictionary<string, string> errors = [];
    private ElementReference first;
    private string? problem;
    private string? made;
    private string? shown;
    private bool isMaking;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <summary>Makes the key.</summary>
    [Parameter, EditorRequired]
    public Func<ApiKeyForm, Task<CreatedApiKey>> Create { get; set; } = default!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender || made != shown)
        {
            shown = made;
            // The title belongs to the frame around this.
            Dialog.StateHasChanged();
            await first.FocusAsync();
        }
    }

    private string? ErrorOf(string field) => errors.TryGetValue(field, out var key) ? Texts[key].Value : null;

    private async Task SubmitAsync()
    {
        if (isMaking)
        {
            return;
        }
        (errors, problem) = (form.Check(), null);
        if (errors.Count > 0)
        {
            return;
        }
        isMaking = true;
        try
        {
            var created = await Create(form);
            made = created.Text;
            if (created.Outcome == ApiKeyOutcome.NameTaken)
            {
                errors[nameof(form.Name)] = "NameTaken";
            }
            else if (made is null)
            {
                problem = Texts[$"{created.Outcome}"];
            }
        }
        catch (Exception exception)
        {
            LogNotMade(logger, exception);
            problem = Texts["Failed"];
        }
        finally
        {
            isMaking = false;
        }
    }

    [LoggerMessage(LogLevel.Error, "An API key could not be made")]
    private static partial void LogNotMade(ILogger logger, Exception exception);
}
