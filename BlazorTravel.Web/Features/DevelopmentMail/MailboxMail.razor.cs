using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.DevelopmentMail;

/// <summary>One mail of the development mailbox.</summary>
public sealed partial class MailboxMail
{
    private static readonly HashSet<string> Told = new(StringComparer.OrdinalIgnoreCase)
    {
        "From",
        "To",
        "Reply-To",
        "Date",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Auto-Submitted",
    };

    [Parameter, EditorRequired]
    public PickedUpMail Mail { get; set; } = default!;

    // In brackets, so that splitting keeps the links between the words.
    [GeneratedRegex(@"(https?://[^\s<>""]+)")]
    private static partial Regex Links();
}
