using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace BlazorTravel.Web.Features.AgencySettings.ApiKeys;

/// <summary>The agency's keys. What one admin changes, the others' open pages show.</summary>
public sealed partial class ApiKeysPage(
    ListApiKeys list,
    CreateApiKey create,
    RevokeApiKey revoke,
    AgencyNews news,
    IDialogService dialogs,
    ILogger<ApiKeysPage> logger
)
{
    private readonly CancellationTokenSource left = new();
    private IDisposable? subscription;
    private IReadOnlyList<ApiKeyRow>? keys;
    private SignedInUser? you;
    private string? note;
    private bool noteIsBad;
    private bool isUnread;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        you = SignedInUser.From((await Authentication).User);
        if (RendererInfo.IsInteractive)
        {
            var tenantId = Current.Required.TenantId;
            subscription = news.OnChanged(
                AgencySubject.ApiKeys,
                id => _ = id is null || id == tenantId ? InvokeAsync(RefreshAsync) : Task.CompletedTask
            );
        }
        await LoadAsync();
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
            keys = await list.RunAsync(left.Token);
            isUnread = false;
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            LogNotRead(logger, exception);
            isUnread = true;
        }
    }

    private async Task RefreshAsync()
    {
        if (!left.IsCancellationRequested)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private async Task CreateAsync()
    {
        note = null;
        var dialog = await dialogs.ShowAsync<NewApiKeyDialog>(
            Texts["NewKey"],
            new DialogParameters<NewApiKeyDialog> { { d => d.Create, form => create.RunAsync(form, you!) } },
            ConfirmDialog.Options with
            {
                BackdropClick = false,
            }
        );
        await dialog.Result;
        await LoadAsync();
    }

    private async Task RevokeAsync(ApiKeyRow key)
    {
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(
            Texts["Revoke"],
            new DialogParameters<ConfirmDialog>
            {
                { d => d.Title, Texts["RevokeTitle", key.Name] },
                { d => d.Text, Texts["RevokeText"] },
                { d => d.Button, Texts["Revoke"] },
                { d => d.Cancel, Texts["NotNow"] },
            },
            ConfirmDialog.Options
        );
        if (await dialog.Result is not { Canceled: false })
        {
            return;
        }
        try
        {
            var outcome = await revoke.RunAsync(key.Id, you!);
            (note, noteIsBad) =
                outcome == ApiKeyOutcome.Done ? (Texts["Revoked", key.Name], false) : (Texts[$"{outcome}"], true);
        }
        catch (Exception exception) when (!left.IsCancellationRequested)
        {
            LogNotRevoked(logger, key.Id, exception);
            (note, noteIsBad) = (Texts["Failed"], true);
        }
        await LoadAsync();
    }

    [LoggerMessage(LogLevel.Error, "The API keys could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "API key {Id} could not be revoked")]
    private static partial void LogNotRevoked(ILogger logger, int id, Exception exception);
}
