using System.Globalization;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace BlazorTravel.Web.Features.Desk.Queue;

/// <summary>
/// Keeps one page of the queue current. While somebody reads further down, has rows selected or is on a later page, nothing
/// moves: rows change where they stand, and a button says how many new ones there are.
/// </summary>
public sealed partial class QueueList(
    ListRequests list,
    RefreshRows refresh,
    ReadQueueFigures readFigures,
    BulkChangeStatus bulkChange,
    UndoBulkChange undoChange,
    DeskNews news,
    DeskBrowser browser,
    NavigationManager navigation,
    TimeProvider time
)
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(300);

    private readonly HashSet<long> selected = [];
    private ElementReference top;
    private DotNetObjectReference<QueueList>? self;
    private NewsFeed? feed;
    private QueueFilter? read;
    private QueuePage? shown;
    private QueueFigures? figures;
    private IReadOnlySet<long> fresh = new HashSet<long>();
    private DateTimeOffset now;
    private int newCount;
    private bool isAtTop = true;
    private bool isReading;
    private bool isChanging;
    private bool failure;
    private BulkChange? undoable;
    private string? said;

    /// <summary>What to show.</summary>
    [Parameter, EditorRequired]
    public QueueFilter Filter { get; set; } = QueueFilter.Everything;

    /// <summary>The request that is open beside the list.</summary>
    [Parameter]
    public long? Open { get; set; }

    /// <summary>What was read for the first, static rendering, so that the live one begins with it.</summary>
    [PersistentState]
    public QueueSnapshot? Snapshot { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private IReadOnlyList<QueueRow> SelectedRows => [.. shown?.Rows.Where(row => selected.Contains(row.Id)) ?? []];

    private string Count =>
        shown switch
        {
            null => "",
            { HasMoreThanTotal: true } => Texts["CountMore", QueuePage.CountedUpTo],
            { Total: 1 } => Texts["CountOne"],
            _ => Texts["Count", shown.Total],
        };

    protected override async Task OnParametersSetAsync()
    {
        if (Filter == read)
        {
            return;
        }
        if (Snapshot is { } snapshot && read is null && snapshot.Url == Filter.Url())
        {
            read = Filter;
            Show(snapshot.Page, snapshot.Figures);
            return;
        }
        Clear();
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            feed = news.Start(Gap, _ => InvokeAsync(HearAsync), () => failure);
            self = DotNetObjectReference.Create(this);
            await browser.StartAsync();
            await browser.WatchTopAsync(top, self);
            await browser.ShowSearchAsync(Filter.Search);
        }
    }

    /// <summary>Called by the browser when the list's top comes into sight or leaves it.</summary>
    [JSInvokable]
    public async Task TopChanged(bool isVisible)
    {
        isAtTop = isVisible;
        if (isAtTop && newCount > 0 && !MustStand)
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (feed is not null)
        {
            await feed.DisposeAsync();
        }
        self?.Dispose();
    }

    private bool MustStand => !isAtTop || Filter.Page > 1 || selected.Count > 0;

    private async Task ReadAsync()
    {
        var asked = Filter;
        var earlier = read;
        var isSame = asked == earlier;
        read = asked;
        isReading = !isSame;
        await TryAsync(async () =>
        {
            var page = await list.RunAsync(asked);
            var counted = await readFigures.RunAsync();
            // While it was read somebody may have asked for something else already.
            if (asked == read)
            {
                fresh = isSame && shown is not null ? Newer(page, shown.NewestId) : new HashSet<long>();
                Show(page, counted);
                Snapshot = new QueueSnapshot(asked.Url(), page, counted);
            }
        });
        isReading = false;
        if (!isSame && feed is not null)
        {
            await browser.ShowSearchAsync(asked.Search);
            if (earlier?.Page != asked.Page)
            {
                await browser.ScrollToTopAsync(top);
            }
        }
    }

    private async Task HearAsync()
    {
        if (MustStand && shown is { } standing)
        {
            await TryAsync(async () =>
            {
                var ids = standing.Rows.Select(row => row.Id).ToList();
                var current = await refresh.RunAsync(Filter, ids, standing.NewestId);
                newCount = current.NewCount;
                figures = await readFigures.RunAsync();
                now = time.GetUtcNow();
                shown = standing with
                {
                    Rows = [.. standing.Rows.Select(row => current.Rows.GetValueOrDefault(row.Id, row))],
                };
            });
        }
        else
        {
            await ReadAsync();
        }
        StateHasChanged();
    }

    private void Show(QueuePage page, QueueFigures counted)
    {
        shown = page;
        figures = counted;
        now = time.GetUtcNow();
        newCount = 0;
    }

    private async Task ShowNewAsync()
    {
        Clear();
        if (Filter.Page > 1)
        {
            navigation.NavigateTo(Filter.FirstPage.Url(Open));
        }
        else
        {
            await ReadAsync();
        }
        await browser.ScrollToTopAsync(top);
    }

    private void Select((IReadOnlyCollection<long> Ids, bool IsSelected) choice)
    {
        said = null;
        foreach (var id in choice.Ids)
        {
            _ = choice.IsSelected ? selected.Add(id) : selected.Remove(id);
        }
    }

    private void Clear()
    {
        selected.Clear();
        said = null;
    }

    private void UndoOver()
    {
        undoable = null;
        said = null;
    }

    private async Task ChangeAsync(RequestStatus to)
    {
        if (isChanging || Authentication is null || SignedInUser.From((await Authentication).User) is not { } user)
        {
            return;
        }
        isChanging = true;
        await TryAsync(async () =>
        {
            var change = await bulkChange.RunAsync([.. selected], to, user.Actor);
            selected.Clear();
            undoable = change.Changed.Count > 0 ? change : null;
            said = Said(change);
            await ReadAsync();
        });
        isChanging = false;
    }

    private async Task UndoAsync()
    {
        if (undoable is not { } change)
        {
            return;
        }
        isChanging = true;
        await TryAsync(async () =>
        {
            var undone = await undoChange.RunAsync(change);
            undoable = null;
            said =
                undone == change.Changed.Count ? Texts["Undone"] : Texts["UndonePartly", undone, change.Changed.Count];
            await ReadAsync();
        });
        isChanging = false;
    }

    private string Said(BulkChange change)
    {
        var count = change.Changed.Count;
        var name = Texts.Name(change.To).ToLower(CultureInfo.CurrentCulture);
        var done = Texts[count == 1 ? "BulkDoneOne" : "BulkDone", count, name];
        return change.Left == 0 ? done : $"{done} {Texts["BulkLeft", change.Left]}";
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            failure = false;
        }
        catch (Exception exception) when (Outage.Covers(exception))
        {
            failure = true;
        }
    }

    private static HashSet<long> Newer(QueuePage page, long than) =>
        [.. page.Rows.Select(row => row.Id).Where(id => id > than)];
}

/// <summary>What was read for an address.</summary>
public sealed record QueueSnapshot(string Url, QueuePage Page, QueueFigures Figures);
