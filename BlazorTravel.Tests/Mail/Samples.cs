using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Features.Account;
using BlazorTravel.Web.Features.Account.Profile;
using BlazorTravel.Web.Features.AgencySettings.People;
using BlazorTravel.Web.Features.Desk;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Features.TenantManagement;
using BlazorTravel.Web.Mail;

namespace BlazorTravel.Tests.Mail;

/// <summary>One mail of each kind.</summary>
public static class Samples
{
    public static readonly MailedTrip Trip = new(
        "K7M-4Q2D",
        "São Tomé",
        new DateOnly(2026, 12, 12),
        new DateOnly(2026, 12, 26),
        2
    );

    public static readonly RequestReceivedMail Received = new(
        "Acme Travel",
        "Anna",
        Trip,
        "http://acme.travel.example/r/0123456789abcdef0123456789abcdef"
    );

    public static readonly NewRequestNotice Notice = new(
        Trip,
        "Anna",
        "anna@example.com",
        "Window seat, please.\nAnd no night flights.",
        "http://acme.travel.example/admin/requests/by-reference/K7M4Q2D"
    );

    public static readonly InvitationMail Invitation = new(
        "Acme Travel",
        "http://acme.travel.example",
        "http://acme.travel.example/account/invitation?token=abc&x=1",
        new DateTimeOffset(2026, 11, 30, 14, 30, 0, TimeSpan.Zero)
    );

    public static readonly PasswordResetMail Reset = new(
        "Acme Travel",
        "http://acme.travel.example/account/reset?token=abc",
        new DateTimeOffset(2026, 11, 23, 15, 30, 0, TimeSpan.Zero)
    );

    public static readonly PersonInvitedMail PersonInvited = new(
        "Acme Travel",
        "#0B6E7F",
        "Ada",
        AgencyRole.Admin,
        "http://acme.travel.example/account/invitation?token=abc",
        new DateTimeOffset(2026, 11, 30, 14, 30, 0, TimeSpan.Zero),
        "ada@acme.example"
    );

    public static readonly PasswordLinkMail PasswordLink = new(
        "Acme Travel",
        "#0B6E7F",
        "Ada",
        "http://acme.travel.example/account/reset?token=abc",
        new DateTimeOffset(2026, 11, 23, 15, 30, 0, TimeSpan.Zero),
        "ada@acme.example"
    );
    public static readonly EmailChangeMail EmailChange = new(
        "Acme Travel",
        "new@acme.example",
        "http://acme.travel.example/account/email?token=abc",
        new DateTimeOffset(2026, 11, 24, 15, 30, 0, TimeSpan.Zero)
    );

    public static SecurityNotice Notify(SecurityEvent what) =>
        new(
            what,
            "Acme Travel",
            "Phone",
            new DateTimeOffset(2026, 11, 23, 15, 30, 0, TimeSpan.Zero),
            "http://acme.travel.example/account",
            "http://acme.travel.example/account/forgot"
        );

    public static StatusChangedMail StatusChanged(RequestStatus status) =>
        new("Acme Travel", "Anna", Trip, status, "First line\nsecond line\n\nNew paragraph", Received.PageUrl);

    public static IEnumerable<IMail> All =>
        [
            Received,
            Notice,
            Invitation,
            Reset,
            PersonInvited,
            PasswordLink,
            EmailChange,
            .. Enum.GetValues<SecurityEvent>().Select(Notify),
            .. Enum.GetValues<RequestStatus>().Select(StatusChanged),
        ];
}
