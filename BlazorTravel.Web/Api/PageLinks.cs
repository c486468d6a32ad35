using System.Globalization;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.WebUtilities;

namespace BlazorTravel.Web.Api;

/// <summary>RFC 8288 links from one page of a list to the others: the same address with another place in it.</summary>
public sealed class PageLinks(HttpContext http, PlatformOptions platform)
{
    private readonly List<string> links = [];

    /// <summary>first, prev, next and last, as far as there are any.</summary>
    /// <param name="last">The last page's number; null where it is not known.</param>
    public PageLinks ByNumber(int page, bool hasNext, int? last)
    {
        Add("first", ("page", "1"));
        if (page > 1)
        {
            var before = last is { } end ? Math.Min(page - 1, end) : page - 1;
            Add("prev", ("page", before.ToString(CultureInfo.InvariantCulture)));
        }
        if (hasNext)
        {
            Add("next", ("page", (page + 1).ToString(CultureInfo.InvariantCulture)));
        }
        if (last is { } number)
        {
            Add("last", ("page", number.ToString(CultureInfo.InvariantCulture)));
        }
        return this;
    }

    /// <summary>first and next, by cursors.</summary>
    public PageLinks ByCursor(string? next)
    {
        Add("first");
        if (next is not null)
        {
            Add("next", ("cursor", next));
        }
        return this;
    }

    public void Write() => http.Response.Headers.Link = string.Join(", ", links);

    private void Add(string relation, params (string Name, string Value)[] place)
    {
        var query = http
            .Request.Query.Where(pair => pair.Key is not ("page" or "cursor"))
            .SelectMany(pair => pair.Value.Select(value => new KeyValuePair<string, string?>(pair.Key, value)))
            .Concat(place.Select(pair => new KeyValuePair<string, string?>(pair.Name, pair.Value)));
        var address = $"{platform.PublicScheme}://{http.Request.Host}{http.Request.PathBase}{http.Request.Path}";
        links.Add($"<{QueryHelpers.AddQueryString(address, query)}>; rel=\"{relation}\"");
    }
}
