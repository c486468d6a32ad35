using System.Text.RegularExpressions;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Fills a form the way a browser without script does: the page's hidden fields, and what is typed.</summary>
public static partial class PlainForm
{
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        string address,
        string handler,
        params (string Name, string Value)[] typed
    )
    {
        var page = await client.GetStringAsync(new Uri(address, UriKind.Relative));
        var form = Form().Matches(page).Single(match => match.Value.Contains($"value=\"{handler}\"")).Value;
        var fields = Hidden()
            .Matches(form)
            .ToDictionary(field => field.Groups[1].Value, field => field.Groups[2].Value);
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(new Uri(address, UriKind.Relative), content);
    }

    public static Task<HttpResponseMessage> SignInAsync(
        HttpClient client,
        string email,
        string password,
        string address = "/login"
    ) => SendAsync(client, address, "sign-in", ("email", email), ("password", password));

    [GeneratedRegex("<form[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
