using BlazorTravel.Domain.Accounts;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Features.Account.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>Somebody's phone with an authenticator.</summary>
/// <param name="Key">Base32, spaces allowed.</param>
public sealed record Authenticator(string Key)
{
    /// <summary>Ten recovery codes, where the account was set up here.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];

    /// <summary>The code that is shown now, or so many times 30 seconds later.</summary>
    public string Code(int later = 0) =>
        new Totp(Base32Encoding.ToBytes(Key.Replace(" ", "", StringComparison.Ordinal))).ComputeTotp(
            TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30 * later)
        );

    /// <summary>Six figures that are none of those that would be taken now.</summary>
    public string WrongCode(int number = 0)
    {
        var right = Enumerable.Range(-3, 7).Select(Code).ToHashSet();
        return Enumerable
            .Range(100_000 + number * 100, 100)
            .Select(code => code.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .First(code => !right.Contains(code));
    }

    /// <summary>Turns two-step sign-in on for an account, without the pages that do.</summary>
    public static async Task<Authenticator> SetUpAsync(AppServer server, string email)
    {
        var key = Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(20));
        string[] codes = [.. Enumerable.Range(10, RecoveryCode.SetSize).Select(i => $"AAAAA-BBB{i}")];
        await using var db = await server
            .Services.GetRequiredService<IDbContextFactory<MainDbContext>>()
            .CreateDbContextAsync();
        var user = await db.AdminUsers.SingleAsync(row => row.Email == email);
        user.SetAuthenticatorKey(server.Services.GetRequiredService<AuthenticatorKeys>().Seal(key));
        user.TurnOnTwoStep();
        db.RecoveryCodes.AddRange(RecoveryCode.KeepSet(user.Id, codes));
        await db.SaveChangesAsync();
        return new Authenticator(key) { RecoveryCodes = codes };
    }
}
