using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>
/// Asks for a new agency's names, saying while one types whether the subdomain can be had, and then shows it being set up.
/// </summary>
public sealed partial class NewAgencyDialog(
    CreateAgency create,
    CheckSubdomain check,
    IOptions<PlatformOptions> platform,
    TimeProvider time,
    ILogger<NewAgencyDialog> logger
)
{
    public static readonly DialogOptions Options = new()
    {
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
        CloseOnEscapeKey = true,
        BackdropClick = false,
    };

    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(300);

    private readonly NewAgency form = new();
    private Dictionary<string, string> errors = [];
    private ElementReference nameInput;
    private bool subdomainChosen;
    private bool subdomainIsFree;
    private bool sending;
    private int typed;
    private int? tenantId;
    private AgencyDetails? ended;
    private string? problem;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private IOptions<PlatformOptions> Platform => platform;

    private string? AddressHint =>
        form.Subdomain.Length == 0
            ? Texts["SubdomainHint"]
            : $"{platform.Value.AgencyUrl(form.Subdomain.Trim().ToLowerInvariant())}{(subdomainIsFree ? $" – {Texts["IsFree"]}" : "")}";

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await nameInput.FocusAsync();
        }
    }

    private string? ErrorOf(string field) => errors.GetValueOrDefault(field);

    private void Close() => Dialog.Close();

    private async Task NameTypedAsync()
    {
        if (!subdomainChosen)
        {
            form.Subdomain = SubdomainSuggestion.From(form.Name);
            await CheckSubdomainAsync();
        }
    }

    private async Task SubdomainTypedAsync()
    {
        // Emptied, it follows the name again.
        subdomainChosen = form.Subdomain.Length > 0;
        await CheckSubdomainAsync();
    }

    private async Task CheckSubdomainAsync()
    {
        var mine = ++typed;
        subdomainIsFree = false;
        errors.Remove(nameof(form.Subdomain));
        await Task.Delay(TypingPause, time);
        if (mine != typed || form.Subdomain.Length == 0)
        {
            return;
        }
        try
        {
            var error = await check.RunAsync(form.Subdomain);
            if (mine == typed)
            {
                subdomainIsFree = error is null;
                if (error is not null)
                {
                    errors[nameof(form.Subdomain)] = error;
                }
            }
        }
        catch (Exception exception)
        {
            // It is checked again when the form is sent.
            LogNotChecked(logger, exception);
        }
    }

    private async Task SubmitAsync()
    {
        if (sending)
        {
            return;
        }
        sending = true;
        problem = null;
        typed++;
        try
        {
            var created = await create.RunAsync(form);
            tenantId = created.TenantId;
            errors = new Dictionary<string, string>(created.Errors);
        }
        catch (Exception exception)
        {
            LogNotCreated(logger, form.Subdomain, exception);
            problem = Texts["NotCreated"];
        }
        finally
        {
            sending = false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A subdomain could not be checked")]
    private static partial void LogNotChecked(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "Agency {Subdomain} could not be created")]
    private static partial void LogNotCreated(ILogger logger, string subdomain, Exception exception);
}
