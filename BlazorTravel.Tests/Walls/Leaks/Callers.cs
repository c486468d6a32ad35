using System.Net.Http.Json;
using System.Text.Json;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Sessions;

namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>Who tries: nobody in particular, or somebody with what they were given at home.</summary>
/// <param name="Home">Their host's subdomain; null is the platform.</param>
/// <param name="Token">Of their sign-in; null for visitors.</param>
/// <param name="AsBearer">Whether it comes in the Authorization header instead of the cookie.</param>
/// <param name="Holds">What a visitor comes with where the other agency is open to everybody.</param>
public sealed record Caller(string Name, Who Rank, string? Home, string? Token, bool AsBearer, Whose Holds)
{
    public bool IsVisitor => Token is null;

    public bool MayCome(Who who) =>
        who switch
        {
            Who.Anyone => true,
            Who.SignedIn => !IsVisitor,
            Who.Agents => Rank is Who.Agents or Who.Admins,
            _ => Rank == who,
        };

    public void Present(HttpRequestMessage request)
    {
        if (Token is not null && AsBearer)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        }
    }

    public string? Cookie => Token is null || AsBearer ? null : $"{LoginTokenOptions.Cookie}={Token}";
}

/// <summary>Everybody of my agency, and the superadmin.</summary>
public sealed record Callers(IReadOnlyList<Caller> All, Caller TheirAdmin)
{
    public static async Task<Callers> SignInAsync(LeakWorld world)
    {
        var all = new List<Caller>
        {
            new("anonymous", Who.Anyone, LeakWorld.Mine, null, false, Whose.Nobodys),
            new("traveler", Who.Anyone, LeakWorld.Mine, null, false, Whose.Mine),
        };
        var (agent, _) = await TokensAsync(
            world.Server,
            LeakWorld.Mine,
            world.PersonOf(world.MyAgency, AgencyRole.Agent)
        );
        var (admin, _) = await TokensAsync(
            world.Server,
            LeakWorld.Mine,
            world.PersonOf(world.MyAgency, AgencyRole.Admin)
        );
        var (superadmin, _) = await TokensAsync(
            world.Server,
            null,
            AppBackends.SuperadminEmail,
            AppBackends.SuperadminPassword
        );
        foreach (var asBearer in new[] { false, true })
        {
            var how = asBearer ? "bearer" : "cookie";
            all.Add(new($"agent by {how}", Who.Agents, LeakWorld.Mine, agent, asBearer, Whose.Theirs));
            all.Add(new($"admin by {how}", Who.Admins, LeakWorld.Mine, admin, asBearer, Whose.Theirs));
            all.Add(new($"superadmin by {how}", Who.Superadmin, null, superadmin, asBearer, Whose.Theirs));
        }
        var (theirs, _) = await TokensAsync(
            world.Server,
            LeakWorld.Theirs,
            world.PersonOf(world.TheirAgency, AgencyRole.Admin)
        );
        return new(all, new("their admin", Who.Admins, LeakWorld.Theirs, theirs, false, Whose.Theirs));
    }

    public static async Task<(string Access, string Refresh)> TokensAsync(
        AppServer server,
        string? host,
        string email,
        string password = TestAgency.Password
    )
    {
        using var client = server.NewClient(host);
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email, password });
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("access_token").GetString()!, body.GetProperty("refresh_token").GetString()!);
    }
}
