using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BlazorTravel.Web.Features.Desk;

/// <summary>
/// What the desk needs of the browser: half-typed notes that outlive the page, where the list stands, keys. Everything here
/// is a comfort, so a page that is just going away is no error.
/// </summary>
public sealed class DeskBrowser(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? module;

    /// <summary>Wires the keys and the keeping of drafts.</summary>
    public Task StartAsync() => CallAsync(async desk => await desk.InvokeVoidAsync("start"));

    /// <summary>Calls "TopChanged" with whether the mark at the list's top can be seen.</summary>
    public Task WatchTopAsync<T>(ElementReference mark, DotNetObjectReference<T> listener)
        where T : class => CallAsync(async desk => await desk.InvokeVoidAsync("watchTop", mark, listener));

    /// <summary>What was typed under this key and not yet saved.</summary>
    public async Task<string?> ReadDraftAsync(string key)
    {
        string? draft = null;
        await CallAsync(async desk => draft = await desk.InvokeAsync<string?>("readDraft", key));
        return draft;
    }

    /// <summary>Forgets what was typed under this key.</summary>
    public Task ForgetDraftAsync(string key) => CallAsync(async desk => await desk.InvokeVoidAsync("forgetDraft", key));

    /// <summary>Shows in the bar's search field what is searched for.</summary>
    public Task ShowSearchAsync(string? search) =>
        CallAsync(async desk => await desk.InvokeVoidAsync("showSearch", search ?? ""));

    /// <summary>Scrolls the list to its top.</summary>
    public Task ScrollToTopAsync(ElementReference mark) =>
        CallAsync(async desk => await desk.InvokeVoidAsync("scrollToTop", mark));

    public async ValueTask DisposeAsync()
    {
        if (module is { IsCompletedSuccessfully: true })
        {
            await CallAsync(desk => desk.DisposeAsync().AsTask());
        }
    }

    private async Task CallAsync(Func<IJSObjectReference, Task> call)
    {
        try
        {
            module ??= js.InvokeAsync<IJSObjectReference>("import", "./js/desk.js").AsTask();
            await call(await module);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone.
        }
        catch (ObjectDisposedException)
        {
            // Or what wanted to be called back was left while the module was on its way.
        }
        catch (OperationCanceledException)
        {
            // So is the connection, for longer than a call may take.
        }
    }
}
