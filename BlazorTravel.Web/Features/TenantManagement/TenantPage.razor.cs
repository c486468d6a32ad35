using BlazorTravel.Web.Live;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>One agency: its facts, its invitation, how it was set up, and what can be done to it.</summary>
public sealed partial class TenantPage(
    FindAgency find,
    LastRequests asked,
    ChangeAgency change,
    MigrateAgency migrate,
    DeleteAgency delete,
    Invitations invitations,
    Announcements announcements,
    IDialogService dialogs,
    NavigationManager navigation,
    ILogger<TenantPage> logger
)
{
    private readonly CancellationTokenSource left = new();
    private IDisposable? subscription;
    private AgencyDetails? agency;
    private LastRequest? lastRequest;
    private bool isRead;
    private string? note;
    private bool noteIsBad;

    [Parameter]
    public int Id { get; set; }

    private string Address => Platform.Value.AgencyUrl(agency!.Agency.Subdomain);

    private string InvitationText =>
        agency!.Invitation.State switch
        {
            InvitationState.Accepted => Texts["InvitationAccepted", agency.AdminEmail],
            InvitationState.Sent => Texts["InvitationOpen", agency.AdminEmail, Day(agency.Invitation.ExpiresAt!.Value)],
            InvitationState.Expired => Texts[
                "InvitationExpired",
                agency.AdminEmail,
                Day(agency.Invitation.ExpiresAt!.Value)
            ],
            _ => Texts["InvitationNotSent", agency.AdminEmail],
        };

    protected override void OnInitialized() =>
        subscription = announcements.OnTenantChanged(id =>
        {
            if (id is null || id == Id)
            {
                _ = InvokeAsync(RefreshAsync);
            }
        });

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        if (RendererInfo.IsInteractive && agency is { Agency.IsReady: true })
        {
            _ = AskForLastRequestAsync();
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
        agency = await find.RunAsync(Id, left.Token);
        isRead = true;
    }

    private async Task RefreshAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task AskForLastRequestAsync()
    {
        try
        {
            await asked.RunAsync(
                [agency!.Agency],
                (_, answer) =>
                    InvokeAsync(() =>
                    {
                        lastRequest = answer;
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

    private Task EndedAsync(AgencyDetails? ended) =>
        ended is { Agency.IsReady: true } ? RefreshAsync() : Task.CompletedTask;

    private async Task SuspendAsync()
    {
        if (await ConfirmAsync("Suspend", "SuspendText"))
        {
            await DoAsync("SuspendedNote", () => change.RunAsync(Id, null, isActive: false));
        }
    }

    private Task ActivateAsync() => DoAsync("ActivatedNote", () => change.RunAsync(Id, null, isActive: true));

    private Task MigrateAsync() => DoAsync("MigratedNote", () => migrate.RunAsync(Id));

    private Task InviteAsync() => DoAsync("InvitedNote", () => invitations.SendAgainAsync(Id));

    private async Task DeleteAsync()
    {
        if (await ConfirmAsync("DeleteButton", "DeleteWarning"))
        {
            var deletion = AgencyDeletion.Done;
            await DoAsync("DeletedNote", async () => deletion = await delete.RunAsync(Id));
            if (deletion == AgencyDeletion.BeingSetUp)
            {
                (note, noteIsBad) = (Texts["DeleteLater"], true);
            }
            else if (!noteIsBad)
            {
                navigation.NavigateTo("/superadmin/tenants");
            }
        }
    }

    private async Task<bool> ConfirmAsync(string action, string text)
    {
        var dialog = await dialogs.ShowAsync<ConfirmByNameDialog>(
            Texts[action],
            new DialogParameters<ConfirmByNameDialog>
            {
                { d => d.Title, Texts[action] },
                { d => d.Text, Texts[text, agency!.Agency.Name] },
                { d => d.Name, agency.Agency.Name },
            },
            NewAgencyDialog.Options
        );
        return await dialog.Result is { Canceled: false };
    }

    private async Task DoAsync(string done, Func<Task> action)
    {
        var (name, email) = (agency!.Agency.Name, agency.AdminEmail);
        try
        {
            await action();
            (note, noteIsBad) = (Texts[done, name, email], false);
        }
        catch (Exception exception)
        {
            LogFailed(logger, done, Id, exception);
            (note, noteIsBad) = (Texts["ActionFailed", exception.GetBaseException().Message], true);
        }
        await LoadAsync();
    }

    private static string Day(DateTimeOffset at) =>
        at.ToString("ddd d MMM yyyy, HH:mm 'UTC'", System.Globalization.CultureInfo.CurrentCulture);

    [LoggerMessage(LogLevel.Error, "{Action} of tenant {Tenant} failed")]
    private static partial void LogFailed(ILogger logger, string action, int tenant, Exception exception);
}
