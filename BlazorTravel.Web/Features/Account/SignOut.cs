using BlazorTravel.Web.Live;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Web.Features.Account;

/// <summary>Ends a sign-in: its token is dead on every server at once, and the pages opened with it follow.</summary>
public sealed class SignOut(Tokens tokens, Announcements announcements)
{
    /// <exception cref="StackExchange.Redis.RedisException">Redis is away: the token lives on.</exception>
    public async Task RunAsync(SignedInUser user)
    {
        await tokens.RevokeAsync(user);
        await announcements.SignedOutAsync(user.TokenId);
    }
}
