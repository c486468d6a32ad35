using BlazorTravel.Web.Limits;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>Where an admin gives the agency its face. Two who edit at a time do not overwrite each other.</summary>
public sealed partial class SettingsPage(
    ReadSettings read,
    SaveSettings save,
    CurrentLimits limits,
    NavigationManager navigation,
    ILogger<SettingsPage> logger
)
{
    private SettingsForm? form;
    private Dictionary<string, string> errors = [];
    private string? problem;
    private bool isOutdated;
    private bool isSaving;
    private bool isTouched;

    [SupplyParameterFromQuery(Name = "note")]
    private string? Note { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private string? ErrorOf(string field) => errors.TryGetValue(field, out var key) ? Texts[key].Value : null;

    private void Touch() => isTouched = true;

    private async Task ReadAsync()
    {
        form = await read.RunAsync();
        (errors, problem, isOutdated) = ([], null, false);
    }

    private async Task SaveAsync()
    {
        if (isSaving)
        {
            return;
        }
        isTouched = true;
        (errors, problem, isOutdated) = (form!.Check(), null, false);
        if (errors.Count > 0)
        {
            return;
        }
        isSaving = true;
        try
        {
            if (form.LogoChanged && await limits.TakeAsync(Limit.Uploads) is { IsAllowed: false } refused)
            {
                problem = Texts["TooManyUploads", refused.RetryAfterMinutes];
                return;
            }
            if (await save.RunAsync(form))
            {
                // The frame around this page wears the face, too.
                navigation.NavigateTo("/admin/settings?note=saved", forceLoad: true);
                return;
            }
            (problem, isOutdated) = (Texts["Outdated"], true);
        }
        catch (Exception exception)
        {
            LogNotSaved(logger, exception);
            problem = Texts["NotSaved"];
        }
        finally
        {
            isSaving = false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The agency's settings could not be saved")]
    private static partial void LogNotSaved(ILogger logger, Exception exception);
}
