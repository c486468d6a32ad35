using System.Globalization;
using BlazorTravel.Web.Live;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>The agencies. Follows changes that others make; search and page live in the address.</summary>
public sealed partial class TenantsPage(
    ListAgencies list,
    LastRequests asked,
    IDialogService dialogs,
    Announcements announcements,
    NavigationManager navigation,
    TimeProvider time,
    ILogger<TenantsPage> logger
)
{
    private const int PageSize = 20;
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<int, LastRequest> lastRequests = [];
    private readonly CancellationTokenSource left = new();
    private IDisposable? subscription;
    private AgencyPage? agencies;
    private string? problem;
    private string? search;
    private int typed;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    // As a number, the framework would not let a wrong one pass.
    private int? WantedPage =>
        int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : null;

    private int PageCount => (agencies!.Total + PageSize - 1) / PageSize;

    private string? Summary =>
        agencies is null ? null
        : agencies.Total == 1 ? Texts["OneAgency"].Value
        : Texts["ManyAgencies", agencies.Total].Value;

    /// <summary>There is no agency at all yet: the empty state then holds the one button.</summary>
    private bool IsEmpty => agencies is { Total: 0 } && string.IsNullOrEmpty(Query);

    protected override void OnInitialized()
    {
        search = Query;
        subscription = announcements.OnTenantChanged(changed => _ = InvokeAsync(RefreshAsync));
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await AskForLastRequestsAsync();
        }
    }

    public void Dispose()
    {
        subscription?.Dispose();
        left.Cancel();
        left.Dispose();
    }

    private async Task LoadAsync()
    {
        try
        {
            agencies = await list.RunAsync(Query, WantedPage ?? 1, PageSize, left.Token);
            problem = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotListed(logger, exception);
            problem = Texts["NotListed"];
        }
        if (RendererInfo.IsInteractive)
        {
            _ = AskForLastRequestsAsync();
        }
    }

    private async Task RefreshAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    /// <summary>The table is there first; the answers of the agencies' databases come one by one.</summary>
    private async Task AskForLastRequestsAsync()
    {
        if (agencies is null || left.IsCancellationRequested)
        {
            return;
        }
        try
        {
            await asked.RunAsync(
                agencies.Items.Where(row => row.Agency.IsReady).Select(row => row.Agency),
                (id, answer) =>
                    InvokeAsync(() =>
                    {
                        lastRequests[id] = answer;
                        StateHasChanged();
                    }),
                left.Token
            );
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task SearchAsync()
    {
        var mine = ++typed;
        await Task.Delay(TypingPause, time, left.Token);
        if (mine == typed)
        {
            navigation.NavigateTo(Address(search, 1), replace: true);
        }
    }

    private async Task CreateAsync()
    {
        var dialog = await dialogs.ShowAsync<NewAgencyDialog>(Texts["NewAgency"], NewAgencyDialog.Options);
        await dialog.Result;
        await RefreshAsync();
    }

    private static string Address(string? query, int page)
    {
        var parameters = new Dictionary<string, string?>();
        if (!string.IsNullOrWhiteSpace(query))
        {
            parameters["q"] = query;
        }
        if (page > 1)
        {
            parameters["page"] = $"{page}";
        }
        return "/superadmin/tenants" + QueryString.Create(parameters);
    }

    [LoggerMessage(LogLevel.Error, "The agencies could not be listed")]
    private static partial void LogNotListed(ILogger logger, Exception exception);
}
