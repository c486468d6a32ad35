using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace BlazorTravel.Tests.Walls.Strangers;

/// <summary>What the server handed to those who send: without these most of what they say would be refused at the door.</summary>
/// <param name="Antiforgery">The hidden field and the cookie of a form.</param>
public sealed record Credentials(
    string AgencyToken,
    string SuperadminToken,
    string LinkToken,
    (string Field, string Cookie) Antiforgery
);

/// <summary>Requests to API, forms and pages with anything in any place.</summary>
public sealed class Requests(Credentials credentials)
{
    private static readonly string[] Fields =
    [
        "destination",
        "travel_date",
        "user_email",
        "num_persons",
        "return_date",
        "nights",
        "traveler_name",
        "phone",
        "budget",
        "budget_currency",
        "notes",
        "email",
        "password",
        "refresh_token",
        "name",
        "subdomain",
        "admin_email",
        "is_active",
        "__proto__",
    ];
    private static readonly string[] FormFields =
    [
        "Trip.Key",
        "Trip.Destination",
        "Trip.TravelDate",
        "Trip.Email",
        "Trip.NumPersons",
        "Trip.ReturnDate",
        "Trip.Nights",
        "Trip.TravelerName",
        "Trip.Phone",
        "Trip.Budget",
        "Trip.BudgetCurrency",
        "Trip.Notes",
        "Trip[0].Destination",
        "Trip",
        "email",
        "password",
        "repeat",
        "token",
        "return",
        "theme",
        "culture",
        "back",
        "_handler",
    ];
    private static readonly string[] ApiTargets =
    [
        "/api/v1/travel-requests",
        "/api/travel-requests",
        "/api/v1/auth/refresh",
        "/api/v1/auth/logout",
        "/api/v1/tenants",
        "/api/v1/tenants/1",
        "/api/v1/travel-requests/1",
        "/api/v1/auth/me",
        "/api/v1/nothing",
    ];
    private static readonly string[] FormTargets =
    [
        "/",
        "/preferences",
        "/account/invitation",
        "/account/reset",
        "/logout",
        "/r/x",
        "/admin/settings",
        "/not-found",
        "/privacy",
    ];
    private static readonly string[] Pages =
    [
        "/",
        "/privacy",
        "/login",
        "/logout",
        "/account/forgot",
        "/account/reset",
        "/account/invitation",
        "/r/",
        "/r//received",
        "/places",
        "/brand/logo",
        "/admin",
        "/admin/requests",
        "/admin/requests/",
        "/admin/requests/by-reference/",
        "/admin/mail",
        "/admin/mail/",
        "/admin/settings",
        "/superadmin/tenants",
        "/superadmin/tenants/",
        "/api/v1/tenants",
        "/api/v1/auth/me",
        "/_blazor",
        "/_blazor/negotiate",
        "/_blazor/disconnect",
        "/_blazor/initializers",
        "/_framework/blazor.web.js",
        "/_framework/opaque-redirect",
        "/css/base.css",
        "/favicon.svg",
        "/health/live",
        "/metrics",
    ];
    private static readonly string[] Queries =
    [
        "q",
        "page",
        "page_size",
        "status",
        "sort",
        "leaving",
        "from",
        "to",
        "after",
        "before",
        "waiting",
        "unread",
        "return",
        "note",
        "token",
        "v",
        "state",
        "problem",
        "url",
        "id",
        "negotiateVersion",
        "_handler",
        "cursor",
    ];
    private static readonly string[] HeaderNames =
    [
        "X-Tenant-ID",
        "Accept-Language",
        "Accept",
        "Accept-Encoding",
        "Cookie",
        "Authorization",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "Forwarded",
        "Range",
        "If-None-Match",
        "If-Match",
        "If-Modified-Since",
        "Idempotency-Key",
        "Origin",
        "Referer",
        "User-Agent",
        "Content-Type",
        "Content-Encoding",
        "Expect",
        "Upgrade",
        "traceparent",
        "X-HTTP-Method-Override",
        "blazor-enhanced-nav",
        "Sec-Fetch-Site",
        "Host",
    ];
    private static readonly string[] ContentTypes =
    [
        "application/json",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense",
        "application/problem+json",
        "text/json",
        "text/plain",
        "text/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=",
        "application/octet-stream",
        "",
        "application/",
        "*/*",
        ";;;",
    ];
    private static readonly string[] Methods =
    [
        "GET",
        "GET",
        "GET",
        "GET",
        "GET",
        "GET",
        "GET",
        "GET",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "PUT",
        "DELETE",
        "PATCH",
        "POST",
        "BREW",
    ];

    /// <summary>Everything, in the shares that are worth trying.</summary>
    public Gen<RawRequest> All =>
        Gen.Frequency((40, ToApi), (25, ToForm), (35, ToPage), (1, SignIn)).SelectMany(request => Disturbed(request));

    private Gen<RawRequest> ToApi =>
        from target in Gen.Elements(ApiTargets)
        from method in Gen.Frequency((6, Gen.Constant("POST")), (1, Gen.Elements("PATCH", "PUT", "DELETE", "GET")))
        from body in Gen.Frequency((6, Trip), (4, Json), (1, Nasty.Bytes))
        from type in Gen.Frequency((8, Gen.Constant("application/json")), (1, Gen.Elements(ContentTypes)))
        from key in Gen.Frequency((2, Gen.Constant("")), (1, Nasty.Text.Select(HeaderSafe)))
        from token in Tokens
        select new RawRequest(
            // The superadmin's own deletions would only take away what the others are tried on.
            method == "DELETE"
            && target.Contains("tenants", StringComparison.Ordinal)
                ? "GET"
                : method,
            target,
            [
                ("Content-Type", type),
                .. key.Length > 0 ? [("Idempotency-Key", key)] : Array.Empty<(string, string)>(),
                .. token,
            ],
            body
        );

    private Gen<RawRequest> ToForm =>
        from target in Gen.Elements(FormTargets)
        from handler in Gen.Frequency((6, Gen.Elements("travel-request", "set-password", "forgot")), (1, Nasty.Text))
        from fields in Gen.ListOf(Gen.Zip(Gen.Elements(FormFields), Nasty.Text)).Select(list => list.Take(25).ToList())
        from valid in Gen.Elements(true, true, true, false)
        from multipart in Gen.Elements(false, false, true)
        from cookies in Nasty.Text
        let all = fields
            .Prepend(("_handler", handler))
            .Prepend(("__RequestVerificationToken", valid ? credentials.Antiforgery.Field : cookies))
        select new RawRequest(
            "POST",
            target,
            [
                ("Content-Type", multipart ? "multipart/form-data; boundary=XX" : "application/x-www-form-urlencoded"),
                ("Cookie", valid ? credentials.Antiforgery.Cookie : "bt_antiforgery=" + HeaderSafe(cookies)),
            ],
            multipart ? Multipart(all) : UrlEncoded(all)
        );

    private Gen<RawRequest> ToPage =>
        from method in Gen.Elements(Methods)
        from path in Gen.Elements(Pages)
        from rest in Gen.Frequency(
            (3, Gen.Constant("")),
            (3, Nasty.Text.Select(PathSafe)),
            (1, Gen.Constant(credentials.LinkToken))
        )
        from query in Gen.ListOf(Gen.Zip(Gen.Elements(Queries), Nasty.Text)).Select(list => list.Take(6))
        from headers in Gen.ListOf(Header).Select(list => list.Take(5))
        from token in Tokens
        let search = string.Join('&', query.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(Whole(pair.Item2))}"))
        select new RawRequest(
            method == "DELETE" && path.Contains("tenants", StringComparison.Ordinal) ? "GET" : method,
            path + rest + (search.Length > 0 ? "?" + search : ""),
            [.. headers, .. token],
            []
        );

    private static Gen<RawRequest> SignIn =>
        from body in Json
        select new RawRequest("POST", "/api/v1/auth/login", [("Content-Type", "application/json")], body);

    private static Gen<(string, string)> Header =>
        from name in Gen.Elements(HeaderNames)
        from value in Nasty.Text
        from whole in Gen.Elements(true, true, true, true, false)
        // Now and then with its line breaks and NULs: another header, or none at all.
        select (name, whole ? HeaderSafe(value) : value);

    private Gen<(string, string)[]> Tokens =>
        Gen.Frequency(
            (3, Gen.Constant(Array.Empty<(string, string)>())),
            (2, Gen.Constant(new[] { ("Authorization", "Bearer " + credentials.AgencyToken) })),
            (
                2,
                Gen.Constant(
                    new[] { ("Authorization", "Bearer " + credentials.SuperadminToken), ("Host", "localhost") }
                )
            ),
            (1, Gen.Constant(new[] { ("Cookie", "bt_session=" + credentials.AgencyToken) })),
            (2, Nasty.Text.Select(text => new[] { ("Authorization", "Bearer " + HeaderSafe(text)) })),
            (
                1,
                Nasty.Text.Select(text =>
                    new[]
                    {
                        (
                            "Cookie",
                            "bt_session="
                                + HeaderSafe(text)
                                + "; bt_refresh="
                                + HeaderSafe(text)
                                + "; theme="
                                + HeaderSafe(text)
                                + "; .AspNetCore.Culture="
                                + HeaderSafe(text)
                        ),
                    }
                )
            )
        );

    /// <summary>One that would be taken, but for a field or two.</summary>
    private static Gen<byte[]> Trip =>
        from wrong in Gen.Elements(Fields)
        from value in JsonValue
        from other in Gen.Elements(Fields)
        from more in JsonValue
        let fields = new Dictionary<string, string>
        {
            ["destination"] = "\"Lisbon\"",
            ["travel_date"] = "\"2031-01-01\"",
            ["user_email"] = "\"ada@example.com\"",
            ["num_persons"] = "2",
            [wrong] = value,
            [other] = more,
        }
        select Encoding.UTF8.GetBytes(
            "{" + string.Join(',', fields.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}"
        );

    private static Gen<byte[]> Json =>
        from pairs in Gen.ListOf(Gen.Zip(Gen.Elements(Fields), JsonValue)).Select(list => list.Take(12))
        from broken in Gen.Elements("", "", "", "", "}", "{", ",", "\0")
        // Fields may come twice.
        select Encoding.UTF8.GetBytes(
            "{" + string.Join(',', pairs.Select(pair => $"\"{pair.Item1}\":{pair.Item2}")) + "}" + broken
        );

    private static Gen<string> JsonValue =>
        Gen.Frequency(
            (6, Nasty.Text.Select(text => JsonSerializer.Serialize(Whole(text)))),
            (
                2,
                Gen.Elements(
                    "null",
                    "true",
                    "1",
                    "-1",
                    "1e400",
                    "0.1",
                    "99999999999999999999999",
                    "[]",
                    "{}",
                    "\"\\ud800\"",
                    "\"\\u0000\"",
                    "\"\\u0000x\"",
                    "[[[[[[[[[[]]]]]]]]]]",
                    "{\"a\":{\"b\":{\"c\":{}}}}",
                    "NaN",
                    "'x'",
                    "\"unterminated"
                )
            )
        );

    /// <summary>Sometimes in chunks, or with a length that is not true.</summary>
    private static Gen<RawRequest> Disturbed(RawRequest request) =>
        from size in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Elements(1, 7, 500)))
        from extra in Gen.Frequency((30, Gen.Constant(0)), (1, Gen.Elements(-3, 5, 70_000)))
        from large in Gen.Frequency((60, Gen.Constant(0)), (1, Gen.Constant(80_000)))
        select request with
        {
            Body =
                large > 0 && request.Body.Length > 0
                    ? [.. request.Body, .. Enumerable.Repeat((byte)' ', large)]
                    : request.Body,
            ChunkSize = size > 0 && request.Body.Length is > 0 and < 5000 ? size : null,
            ClaimedExtraLength = request.Body.Length > 0 ? extra : 0,
        };

    private static byte[] UrlEncoded(IEnumerable<(string Name, string Value)> fields) =>
        Encoding.ASCII.GetBytes(
            string.Join(
                '&',
                fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(Whole(field.Value))}")
            )
        );

    private static byte[] Multipart(IEnumerable<(string Name, string Value)> fields) =>
        Encoding.UTF8.GetBytes(
            string.Concat(
                fields.Select(field =>
                    $"--XX\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n"
                )
            ) + "--XX--\r\n"
        );

    private static string HeaderSafe(string text) =>
        string.Concat(text.Where(c => c is >= ' ' and <= '~' or >= '\u0080'));

    private static string PathSafe(string text) =>
        text.Length % 2 == 0
            ? Uri.EscapeDataString(Whole(text))
            : string.Concat(text.Where(c => c is > ' ' and <= '~'));

    /// <summary>Without halves of surrogate pairs, which have no UTF-8.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
