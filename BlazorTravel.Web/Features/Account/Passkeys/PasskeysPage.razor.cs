using Microsoft.AspNetCore.Components;
using StackExchange.Redis;

namespace BlazorTravel.Web.Features.Account.Passkeys;

/// <summary>Somebody's passkeys. Only adding one needs script: browsers give it to nobody else.</summary>
public sealed partial class PasskeysPage
{
    private const string Path = "/account/passkeys";
    private IReadOnlyList<PasskeyRow> passkeys = [];

    [Inject]
    private OwnPasskeys Own { get; set; } = default!;

    [Inject]
    private AddPasskey Add { get; set; } = default!;

    [SupplyParameterFromForm(Name = "name")]
    private string? Name { get; set; }

    [SupplyParameterFromForm(Name = "password")]
    private string? Password { get; set; }

    [SupplyParameterFromForm(Name = "credential")]
    private string? Credential { get; set; }

    [SupplyParameterFromForm(Name = "state")]
    private string? State { get; set; }

    protected override async Task OnInitializedAsync() => passkeys = await Own.ListAsync(Who, Aborted);

    private async Task AddAsync()
    {
        AccountResult result;
        try
        {
            result = await Add.FinishAsync(Who, Name, Credential, State, Http, Aborted);
        }
        catch (RedisException)
        {
            result = new AccountResult(AccountOutcome.Unavailable);
        }
        Finish("add", result, "PasskeyAdded");
    }

    private async Task RenameAsync(long id)
    {
        await Own.RenameAsync(Who, id, Name, Aborted);
        Go(Path, "PasskeyRenamed");
    }

    private async Task RemoveAsync(long id) =>
        Finish($"remove-{id}", await Own.RemoveAsync(Who, id, Password, Aborted), "PasskeyRemoved");

    private void Finish(string form, AccountResult result, string note)
    {
        if (result.Outcome == AccountOutcome.Done)
        {
            Go(Path, note);
            return;
        }
        Refuse(form, result);
    }
}
