using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Mail;
using BlazorTravel.Web.Tenancy;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Features.AgencySettings.People;

/// <summary>Adds the mails with one-time links, and the links, to what an admin's turn will save.</summary>
public sealed class PeopleMails(
    MailOutbox outbox,
    CurrentTenant current,
    IOptions<PlatformOptions> platform,
    TimeProvider time
)
{
    /// <param name="culture">The language to write in.</param>
    public void Invite(AdminTurn turn, AdminUser person, string culture)
    {
        var (url, link) = MakeLink(turn, person, AccountLinkPurpose.Invitation, "invitation");
        var agency = current.Required;
        var mail = new PersonInvitedMail(
            agency.Name,
            agency.BrandColor,
            turn.Admin.ShownName,
            person.Role,
            url,
            link.ExpiresAt,
            turn.Admin.Email
        );
        outbox.Add(turn.Db, mail, person.Email, culture);
    }

    public void SendPasswordLink(AdminTurn turn, AdminUser person, string culture)
    {
        var (url, link) = MakeLink(turn, person, AccountLinkPurpose.Reset, "reset");
        var agency = current.Required;
        var mail = new PasswordLinkMail(
            agency.Name,
            agency.BrandColor,
            turn.Admin.ShownName,
            url,
            link.ExpiresAt,
            turn.Admin.Email
        );
        outbox.Add(turn.Db, mail, person.Email, culture);
    }

    private (string Url, AccountLink Link) MakeLink(
        AdminTurn turn,
        AdminUser person,
        AccountLinkPurpose purpose,
        string page
    )
    {
        var link = AccountLink.Create(person.Id, purpose, time.GetUtcNow(), out var secret);
        turn.Db.AccountLinks.Add(link);
        return ($"{platform.Value.AgencyUrl(current.Required.Subdomain)}/account/{page}?token={secret}", link);
    }
}
