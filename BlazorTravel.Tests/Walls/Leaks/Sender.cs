using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>Fills entries with things and sends them, without keeping any cookie.</summary>
public sealed partial class Sender(LeakWorld world) : IDisposable
{
    private readonly ConcurrentDictionary<Caller, Lazy<Task<(string Field, string Cookie)>>> forms = new();

    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, world.Server.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    public Task<Answer> SendAsync(Attempt attempt, Whose whose) =>
        SendAsync(attempt.Entry, attempt.Method, attempt.Caller, attempt.Way.Host, attempt.Way.Header, whose);

    public async Task<Answer> SendAsync(
        Entry entry,
        string method,
        Caller caller,
        string? host,
        string? header,
        Whose whose
    )
    {
        using var request = new HttpRequestMessage(
            new(method == "ANY" ? "GET" : method),
            world.Server.Url(host) + PathOf(entry, whose)
        );
        request.Headers.TryAddWithoutValidation("Accept", entry.IsApi ? "application/json" : "text/html");
        caller.Present(request);
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(TenantGate.Header, header);
        }
        var cookies = new List<string?> { caller.Cookie };
        if (method is "POST" or "PUT" or "PATCH" or "DELETE")
        {
            var body = Fill(entry.Body ?? "", whose, value => value);
            if (body.StartsWith('{') || entry.IsApi)
            {
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            }
            else
            {
                var (field, cookie) = await FormOfAsync(caller);
                var fields = Fill(entry.Body ?? "", whose, Uri.EscapeDataString);
                request.Content = new StringContent(
                    $"__RequestVerificationToken={Uri.EscapeDataString(field)}&{fields}",
                    Encoding.ASCII,
                    "application/x-www-form-urlencoded"
                );
                cookies.Add(cookie);
            }
        }
        if (cookies.OfType<string>().ToList() is { Count: > 0 } sent)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", sent));
        }
        using var answer = await client.SendAsync(request);
        var headers = string.Join(
            '\n',
            answer.Headers.Concat(answer.Content.Headers).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}")
        );
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return new((int)answer.StatusCode, headers, Encoding.UTF8.GetString(bytes), [.. ValuesOf(entry, whose)]);
    }

    public void Dispose() => client.Dispose();

    /// <summary>A valid antiforgery pair of the caller's own, from their own host: forged forms would prove little.</summary>
    private Task<(string Field, string Cookie)> FormOfAsync(Caller caller) =>
        forms
            .GetOrAdd(
                caller,
                static (caller, self) =>
                    new(async () =>
                    {
                        using var request = new HttpRequestMessage(HttpMethod.Get, self.Url(caller.Home) + "/logout");
                        caller.Present(request);
                        if (caller.Cookie is { } cookie)
                        {
                            request.Headers.TryAddWithoutValidation("Cookie", cookie);
                        }
                        using var answer = await self.Client.SendAsync(request);
                        var page = await answer.Content.ReadAsStringAsync();
                        var set = answer
                            .Headers.GetValues("Set-Cookie")
                            .First(value => value.Contains("antiforgery", StringComparison.Ordinal));
                        return (AntiforgeryField().Match(page).Groups[1].Value, set.Split(';')[0]);
                    }),
                (Client: client, Url: (Func<string?, string>)world.Server.Url)
            )
            .Value;

    private string PathOf(Entry entry, Whose whose)
    {
        var parts = entry.Things.Split('?');
        var named = parts[0]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var path = RouteParameter()
            .Replace(
                entry.Pattern,
                match =>
                    named.TryGetValue(match.Groups[1].Value, out var thing)
                        ? Uri.EscapeDataString(world.Things.TryGetValue(thing, out var known) ? known.Of(whose) : thing)
                    : match.Value.StartsWith("{*", StringComparison.Ordinal) ? "nowhere"
                    : throw new InvalidOperationException(
                        $"The entry of {entry.Door} does not say what fills {{{match.Groups[1].Value}}}: write \"{match.Groups[1].Value}=THING\"."
                    )
            );
        return parts.Length == 1
            ? path
            : $"{path}?{QueryThing().Replace(parts[1], match => match.Groups[1].Value + Uri.EscapeDataString(ThingOf(match.Groups[2].Value, whose)))}";
    }

    private string Fill(string text, Whose whose, Func<string, string> escape) =>
        BodyThing().Replace(text, match => escape(ThingOf(match.Groups[1].Value, whose)));

    private string ThingOf(string name, Whose whose) =>
        world.Things.TryGetValue(name, out var thing) ? thing.Of(whose) : name;

    private IEnumerable<string> ValuesOf(Entry entry, Whose whose) =>
        world
            .Things.Where(thing =>
                entry.Things.Contains(thing.Key, StringComparison.Ordinal)
                || entry.Body?.Contains($"{{{thing.Key}}}", StringComparison.Ordinal) == true
            )
            .Select(thing => thing.Value.Of(whose))
            .Where(value => value.Length > 1);

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex RouteParameter();

    [GeneratedRegex(@"(^|[&=])(\w+)(?=&|$)")]
    private static partial Regex QueryThing();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex BodyThing();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}

/// <summary>What came back, as text; and what was asked for, which an answer may repeat.</summary>
public sealed partial record Answer(int Status, string Headers, string Body, IReadOnlyList<string> Asked)
{
    public bool Contains(string word)
    {
        // The asker's own words may come back; beyond them, the word must not.
        var said = Asked
            .Where(value =>
                value.Contains(word, StringComparison.OrdinalIgnoreCase)
                || word.StartsWith(value, StringComparison.OrdinalIgnoreCase)
            )
            .Aggregate(
                Headers + "\n" + WebUtility.HtmlDecode(Body),
                (text, value) => text.Replace(value, "", StringComparison.OrdinalIgnoreCase)
            );
        return said.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Without what is new in every answer, so that two can be compared.</summary>
    public string Essence
    {
        get
        {
            var text = Asked
                .OrderByDescending(value => value.Length)
                .Aggregate(
                    $"{Status}\n{LocationOf(Headers)}\n{Body}",
                    (all, value) => all.Replace(value, "~", StringComparison.OrdinalIgnoreCase)
                );
            return EverNew().Replace(text, "*");
        }
    }

    private static string LocationOf(string headers) =>
        headers.Split('\n').FirstOrDefault(line => line.StartsWith("Location:", StringComparison.Ordinal)) ?? "";

    [GeneratedRegex(
        "<!--/?Blazor[^>]*-->|nonce=\"[^\"]*\"|[A-Za-z0-9_+/=-]{60,}|[0-9a-fA-F]{32}"
            + "|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(id|for|aria-[a-z]+)=\"[a-z-]*[0-9a-f]{8}[^\"]*\""
    )]
    private static partial Regex EverNew();
}
