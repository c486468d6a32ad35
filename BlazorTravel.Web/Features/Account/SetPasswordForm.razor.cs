using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.Account;

/// <summary>The form behind the one-time links of invitations and forgotten passwords; works without script.</summary>
public sealed partial class SetPasswordForm
{
    private string? email;
    private bool isUseless;
    private string? passwordError;
    private string? repeatError;

    [Parameter, EditorRequired]
    public AccountLinkPurpose Purpose { get; set; }

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What to show when the link does not work.</summary>
    [Parameter, EditorRequired]
    public RenderFragment Useless { get; set; } = default!;

    [SupplyParameterFromForm(Name = "token")]
    private string? SentToken { get; set; }

    [SupplyParameterFromForm(Name = "password")]
    private string? Password { get; set; }

    [SupplyParameterFromForm(Name = "repeat")]
    private string? Repeat { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private string? Token => SentToken ?? Http.Request.Query["token"].FirstOrDefault();

    protected override async Task OnInitializedAsync()
    {
        // The address holds a secret; no page that is gone to from here may learn it.
        Http.Response.Headers["Referrer-Policy"] = "no-referrer";
        email = await Links.FindEmailAsync(Token, Purpose, Http.RequestAborted);
        // A form that was sent must still be there to be handled, even when its link was used up meanwhile.
        if (email is null && !HttpMethods.IsPost(Http.Request.Method))
        {
            Refuse();
        }
    }

    private void Refuse()
    {
        isUseless = true;
        Http.Response.StatusCode = StatusCodes.Status410Gone;
    }

    private async Task SubmitAsync()
    {
        if (email is null)
        {
            Refuse();
            return;
        }
        if (Password != Repeat)
        {
            repeatError = Texts["NotTheSame"];
            return;
        }
        var setting = await SetPassword.RunAsync(
            Token,
            Purpose,
            Password ?? "",
            SignInOrigin.Of(
                Http,
                Purpose == AccountLinkPurpose.Invitation ? SignInOrigin.Invitation : SignInOrigin.ResetLink
            ),
            Http.RequestAborted
        );
        switch (setting.Outcome)
        {
            case PasswordOutcome.Refused:
                passwordError = Texts[$"Password_{setting.Problem}", PasswordRules.MinLength];
                break;
            case PasswordOutcome.LinkUseless:
                Refuse();
                break;
            case PasswordOutcome.Set when setting.Tokens is { } tokens:
                SessionCookie.Set(Http, tokens);
                Navigation.NavigateTo(Tenant.Agency is null ? "/superadmin/tenants" : "/admin");
                break;
            default:
                Navigation.NavigateTo("/login?note=password-set");
                break;
        }
    }
}
