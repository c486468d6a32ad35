using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>What was done to agencies and accounts, for the superadmin. Filter and place live in the address.</summary>
public sealed partial class PlatformLogPage(
    ReadPlatformLog log,
    NavigationManager navigation,
    ILogger<PlatformLogPage> logger
)
{
    private readonly CancellationTokenSource left = new();
    private AuditFilter filter = AuditFilter.Everything;
    private IReadOnlyList<AuditPerson> people = [];
    private IReadOnlyList<(string Subdomain, string Name)> agencies = [];
    private AuditPage? page;
    private string? problem;

    protected override Task OnInitializedAsync()
    {
        navigation.LocationChanged += Follow;
        return LoadAsync();
    }

    public void Dispose()
    {
        navigation.LocationChanged -= Follow;
        left.Cancel();
        left.Dispose();
    }

    private void Follow(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath.Equals(AuditFilter.PlatformPath, StringComparison.OrdinalIgnoreCase))
        {
            _ = InvokeAsync(LoadAsync);
        }
    }

    private async Task LoadAsync()
    {
        var wanted = filter = AuditFilter.Parse(navigation.Uri);
        // At once, so that the form says what the address says before somebody goes on choosing.
        StateHasChanged();
        try
        {
            var read = await log.RunAsync(wanted, cancellationToken: left.Token);
            var known = await log.ListPeopleAsync(wanted.Agency, left.Token);
            var choices = await log.ListAgenciesAsync(left.Token);
            // Another filter may have been chosen meanwhile, whose answer must not be overwritten.
            if (wanted == filter)
            {
                (page, people, agencies, problem) = (read, known, choices, null);
            }
        }
        catch (Exception) when (left.IsCancellationRequested)
        {
            // The page was left.
            return;
        }
        catch (Exception exception)
        {
            LogNotRead(logger, exception);
            problem = Texts["NotRead"];
        }
        StateHasChanged();
    }

    [LoggerMessage(LogLevel.Error, "The platform's log could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception);
}
