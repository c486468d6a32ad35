using System.Text;
using MimeKit.Text;

namespace BlazorTravel.Web.Mail;

/// <summary>
/// Says in plain text what a mail's HTML says: paragraphs apart, a row's cells as "label: value", links with their address
/// behind them. Elements with <c>aria-hidden</c> or <c>hidden</c> are left out.
/// </summary>
public static class PlainText
{
    public static string From(string html)
    {
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        var page = new Page();
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag:
                    page.Tag(tag);
                    break;
                case HtmlDataToken { Kind: HtmlTokenKind.Data } data:
                    page.Words(data.Data);
                    break;
            }
        }
        return page.ToString();
    }

    private sealed class Page
    {
        private readonly StringBuilder text = new();
        private readonly Stack<string> links = new();
        private int linkStart;
        private int silentDepth;
        private int breaks;
        private bool space;

        public void Tag(HtmlTagToken tag)
        {
            if (tag.Id is HtmlTagId.Head or HtmlTagId.Style or HtmlTagId.Title || silentDepth > 0 || IsHidden(tag))
            {
                // Void elements have no end; everything else nests.
                silentDepth +=
                    tag.IsEmptyElement || IsVoid(tag.Id) ? 0
                    : tag.IsEndTag ? -1
                    : 1;
                return;
            }
            switch (tag.Id)
            {
                case HtmlTagId.Br:
                    Break(Math.Min(breaks + 1, 2));
                    break;
                case HtmlTagId.P or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.Table or HtmlTagId.BlockQuote:
                    Break(2);
                    break;
                case HtmlTagId.TR or HtmlTagId.Div or HtmlTagId.LI:
                    Break(1);
                    break;
                case HtmlTagId.TH when tag.IsEndTag:
                    text.Append(':');
                    space = true;
                    break;
                case HtmlTagId.TD or HtmlTagId.TH:
                    space = true;
                    break;
                case HtmlTagId.A when !tag.IsEndTag:
                    Flush();
                    linkStart = text.Length;
                    links.Push(tag.Attributes.FirstOrDefault(a => a.Id == HtmlAttributeId.Href)?.Value ?? "");
                    break;
                case HtmlTagId.A when links.TryPop(out var address):
                    var label = text.ToString(linkStart, text.Length - linkStart);
                    if (address.StartsWith("http", StringComparison.Ordinal) && label != address)
                    {
                        text.Append(":\n").Append(address);
                    }
                    break;
            }
        }

        public void Words(string words)
        {
            if (silentDepth > 0)
            {
                return;
            }
            foreach (var c in words)
            {
                if (char.IsWhiteSpace(c) && c != '\u00A0')
                {
                    space = true;
                    continue;
                }
                Flush();
                text.Append(c);
            }
        }

        public override string ToString() => text.Append('\n').ToString();

        private void Break(int lines) => breaks = Math.Max(breaks, lines);

        private void Flush()
        {
            if (text.Length > 0)
            {
                if (breaks > 0)
                {
                    text.Append('\n', breaks);
                }
                else if (space)
                {
                    text.Append(' ');
                }
            }
            breaks = 0;
            space = false;
        }

        private static bool IsHidden(HtmlTagToken tag) =>
            !tag.IsEndTag
            && tag.Attributes.Any(a =>
                a.Name.Equals("hidden", StringComparison.OrdinalIgnoreCase)
                || a is { Name: "aria-hidden", Value: "true" }
            );

        private static bool IsVoid(HtmlTagId tag) =>
            tag
                is HtmlTagId.Br
                    or HtmlTagId.Meta
                    or HtmlTagId.Image
                    or HtmlTagId.HR
                    or HtmlTagId.Link
                    or HtmlTagId.Input
                    or HtmlTagId.Base
                    or HtmlTagId.Col;
    }
}
