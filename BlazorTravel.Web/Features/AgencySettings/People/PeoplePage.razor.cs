using System.Globalization;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Who works here. What one admin changes, the others' open pages show.</summary>
public sealed partial class PeoplePage(
    ListPeople list,
    InvitePerson invite,
    ChangePerson change,
    SendPasswordLink sendLink,
    AgencyNews news,
    IDialogService dialogs,
    ILogger<PeoplePage> logger
)
{
    private readonly CancellationTokenSource left = new();
    private IDisposable? subscription;
    private IReadOnlyList<Person>? people;
    private SignedInUser? you;
    private Note? note;
    private bool isUnread;
    private bool isBusy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    private static string Culture => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    protected override async Task OnInitializedAsync()
    {
        you = SignedInUser.From((await Authentication).User);
        if (RendererInfo.IsInteractive)
        {
            var tenantId = Current.Required.TenantId;
            subscription = news.OnChanged(
                AgencySubject.People,
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
            people = await list.RunAsync(left.Token);
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

    private async Task InviteAsync()
    {
        var dialog = await dialogs.ShowAsync<InviteDialog>(
            Texts["Invite"],
            new DialogParameters<InviteDialog>
            {
                { d => d.Agency, Current.Required.Name },
                { d => d.Invite, form => invite.RunAsync(form, Culture, you!) },
            },
            ConfirmDialog.Options with
            {
                BackdropClick = false,
            }
        );
        if (await dialog.Result is { Canceled: false, Data: string email })
        {
            note = new Note(Texts["Done_Invite", "", email], false);
            await LoadAsync();
        }
    }

    private async Task ManageAsync(Person person)
    {
        var dialog = await dialogs.ShowAsync<PersonDialog>(
            person.Name,
            new DialogParameters<PersonDialog> { { d => d.Person, person }, { d => d.IsYou, person.Id == you?.Id } },
            ConfirmDialog.Options
        );
        if (await dialog.Result is { Canceled: false, Data: PersonAction action })
        {
            await DoAsync(person, action);
        }
    }

    private async Task DoAsync(Person person, PersonAction action)
    {
        if (isBusy)
        {
            return;
        }
        isBusy = true;
        try
        {
            var outcome = await RunAsync(person.Id, action);
            note =
                outcome == PeopleOutcome.Done
                    ? new Note(Texts[$"Done_{action}", person.Name, person.Email], false, UndoOf(person, action))
                    : new Note(Texts[$"Outcome_{outcome}", person.Name, person.Email], true);
        }
        catch (Exception exception) when (!left.IsCancellationRequested)
        {
            LogFailed(logger, action, person.Id, exception);
            note = new Note(Texts["Failed"], true);
        }
        finally
        {
            isBusy = false;
        }
        await LoadAsync();
    }

    private Task<PeopleOutcome> RunAsync(int id, PersonAction action) =>
        action switch
        {
            PersonAction.SendAgain => invite.SendAgainAsync(id, Culture, you!),
            PersonAction.Withdraw => invite.WithdrawAsync(id, you!),
            PersonAction.MakeAdmin => change.ChangeRoleAsync(id, AgencyRole.Admin, you!),
            PersonAction.MakeAgent => change.ChangeRoleAsync(id, AgencyRole.Agent, you!),
            PersonAction.Disable => change.DisableAsync(id, you!),
            PersonAction.Enable => change.EnableAsync(id, you!),
            _ => sendLink.RunAsync(id, Culture, you!),
        };

    private Func<Task>? UndoOf(Person person, PersonAction action) =>
        action switch
        {
            PersonAction.MakeAdmin => () => DoAsync(person, PersonAction.MakeAgent),
            PersonAction.MakeAgent => () => DoAsync(person, PersonAction.MakeAdmin),
            PersonAction.Disable => () => DoAsync(person, PersonAction.Enable),
            PersonAction.Enable => () => DoAsync(person, PersonAction.Disable),
            _ => null,
        };

    [LoggerMessage(LogLevel.Error, "The people could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Action} of user {Id} failed")]
    private static partial void LogFailed(ILogger logger, PersonAction action, int id, Exception exception);

    /// <summary>What was just done, or why not.</summary>
    private sealed record Note(string Text, bool IsBad, Func<Task>? Undo = null);
}

/// <summary>What can be done about a person.</summary>
public enum PersonAction
{
    SendAgain,
    Withdraw,
    MakeAdmin,
    MakeAgent,
    SendLink,
    Disable,
    Enable,
}
