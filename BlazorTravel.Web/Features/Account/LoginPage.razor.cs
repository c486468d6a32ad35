using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Signs people in, with a form that needs no script.</summary>
public sealed partial class LoginPage
{
    private string? problem;
    private bool credentialsWrong;

    [SupplyParameterFromForm(Name = "email")]
    private string? Email { get; set; }

    [SupplyParameterFromForm(Name = "password")]
    private string? Password { get; set; }

    /// <summary>Where to go afterwards: from the form, or at first from the address.</summary>
    [SupplyParameterFromForm(Name = "return")]
    private string? Return { get; set; }

    [SupplyParameterFromQuery(Name = "return")]
    private string? WantedAddress { get; set; }

    [SupplyParameterFromQuery(Name = "note")]
    private string? Note { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    private string? Invalid => credentialsWrong ? "true" : null;

    private string Home => Tenant.Agency is null ? "/superadmin/tenants" : "/admin";

    protected override async Task OnInitializedAsync()
    {
        Return ??= WantedAddress;
        var user = SignedInUser.From((await Authentication).User);
        if (user is not null && user.TenantId == Tenant.Agency?.TenantId && HttpMethods.IsGet(Http.Request.Method))
        {
            Navigation.NavigateTo(LocalAddress.Or(Return, Home));
        }
    }

    private async Task SubmitAsync()
    {
        if (string.IsNullOrWhiteSpace(Email) || string.IsNullOrEmpty(Password))
        {
            problem = Texts["CredentialsMissing"];
            return;
        }
        var result = await SignIn.RunAsync(
            Email,
            Password,
            SignInOrigin.Of(Http, SignInOrigin.Password),
            Http.RequestAborted
        );
        switch (result.Outcome)
        {
            case SignInOutcome.SignedIn:
                SessionCookie.Set(Http, result.Tokens!);
                Navigation.NavigateTo(LocalAddress.Or(Return, Home));
                break;
            case SignInOutcome.LockedOut:
                var minutes = Math.Max(1, (int)Math.Ceiling(result.Wait.TotalMinutes));
                Complain(StatusCodes.Status429TooManyRequests, Texts["LockedOut", minutes]);
                break;
            case SignInOutcome.Unavailable:
                Http.Response.Headers.RetryAfter = "5";
                Complain(StatusCodes.Status503ServiceUnavailable, Texts["SignInUnavailable"]);
                break;
            default:
                credentialsWrong = true;
                problem = Texts["WrongCredentials"];
                break;
        }
    }

    private void Complain(int status, string message)
    {
        problem = message;
        Http.Response.StatusCode = status;
    }
}
