using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.Account;

/// <summary>The second step of signing in: a code from the authenticator, or a recovery code.</summary>
public sealed partial class SecondStepPage
{
    private SecondStepTicket? ticket;
    private string? problem;
    private bool codeWrong;

    [SupplyParameterFromForm(Name = "code")]
    private string? Code { get; set; }

    [SupplyParameterFromQuery(Name = "with")]
    private string? With { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private bool IsRecovery => With == "recovery";

    private string? Invalid => codeWrong ? "true" : null;

    protected override void OnInitialized()
    {
        ticket = SecondStepTicket.Read(Http, States);
        // A form that was sent must still be there to be handled.
        if (ticket is null && HttpMethods.IsPost(Http.Request.Method))
        {
            ticket = new SecondStepTicket(0, "", "", null);
        }
        else if (ticket is null)
        {
            StartOver();
        }
    }

    private async Task SubmitAsync()
    {
        var result = await SecondStep.RunAsync(ticket!, Code, SignInOrigin.Of(Http, ticket!.How), Http.RequestAborted);
        switch (result.Outcome)
        {
            case SignInOutcome.SignedIn:
                SecondStepTicket.Clear(Http);
                SessionCookie.Set(Http, result.Tokens!);
                var home = Tenant.Agency is null ? "/superadmin/tenants" : "/admin";
                Navigation.NavigateTo(LocalAddress.Or(ticket.Return, home));
                break;
            case SignInOutcome.LockedOut:
                var minutes = Math.Max(1, (int)Math.Ceiling(result.Wait.TotalMinutes));
                Complain(StatusCodes.Status429TooManyRequests, Texts["CodesLocked", minutes]);
                break;
            case SignInOutcome.Unavailable:
                Http.Response.Headers.RetryAfter = "5";
                Complain(StatusCodes.Status503ServiceUnavailable, Texts["SignInUnavailable"]);
                break;
            case SignInOutcome.WrongCode:
                codeWrong = true;
                problem = Texts[IsRecovery ? "RecoveryCodeWrong" : "CodeWrong"];
                break;
            default:
                StartOver();
                break;
        }
    }

    private void StartOver()
    {
        SecondStepTicket.Clear(Http);
        Navigation.NavigateTo("/login?note=too-late");
    }

    private void Complain(int status, string message)
    {
        problem = message;
        Http.Response.StatusCode = status;
    }
}
