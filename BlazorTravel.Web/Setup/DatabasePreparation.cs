using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Features.TenantManagement.Demo;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace BlazorTravel.Web.Setup;

/// <summary>
/// What must be true of the databases before the first request is served: the schema is the latest, the template is there,
/// there is a superadmin and a key to sign tokens with. Safe for several servers that start together.
/// </summary>
public sealed partial class DatabasePreparation(
    IDbContextFactory<MainDbContext> databases,
    TenantProvisioner provisioner,
    SigningKeys signingKeys,
    IPasswordHasher<AdminUser> passwords,
    IOptions<SuperadminOptions> superadmin,
    IHostEnvironment environment,
    TimeProvider time,
    ILogger<DatabasePreparation> logger
)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);
    private const int MaxTries = 30;

    /// <exception cref="MissingSuperadminException">There is no superadmin, and none is configured.</exception>
    /// <exception cref="PublicPasswordException">Somebody could sign in with a documented password.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await MigrateMainAsync(cancellationToken);
        await provisioner.EnsureTemplateAsync(cancellationToken);
        await EnsureSuperadminAsync(cancellationToken);
        await RefusePublicPasswordsAsync(cancellationToken);
        await LoadSigningKeysAsync(cancellationToken);
        await provisioner.MigrateAllAsync(cancellationToken);
    }

    /// <summary>A database server that comes up together with this one, or restarts just now, is waited for.</summary>
    private async Task MigrateMainAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync(cancellationToken);
                await db.Database.MigrateAsync(cancellationToken);
                return;
            }
            catch (Exception exception)
                when (attempt < MaxTries
                    && DatabaseOutage.IsBehind(exception)
                    && exception.GetBaseException()
                        is not PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or "42501" }
                )
            {
                LogWaiting(logger, exception.Message);
                await Task.Delay(RetryPause, time, cancellationToken);
            }
        }
    }

    /// <summary>Redis, which holds what the keys are encrypted with, is waited for alike.</summary>
    private async Task LoadSigningKeysAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await signingKeys.LoadAsync(cancellationToken);
                return;
            }
            catch (Exception exception)
                when (attempt < MaxTries && exception.GetBaseException() is RedisException or TimeoutException)
            {
                LogWaitingForRedis(logger, exception.GetBaseException().Message);
                await Task.Delay(RetryPause, time, cancellationToken);
            }
        }
    }

    private async Task EnsureSuperadminAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.AdminUsers.AnyAsync(user => user.IsSuperadmin, cancellationToken))
        {
            return;
        }
        var (email, password) = (superadmin.Value.Email, superadmin.Value.Password);
        if (environment.IsDevelopment())
        {
            email ??= SuperadminOptions.DevelopmentEmail;
            password ??= SuperadminOptions.DevelopmentPassword;
        }
        if (string.IsNullOrWhiteSpace(email) || string.IsNullOrEmpty(password))
        {
            throw new MissingSuperadminException();
        }
        var user = AdminUser.CreateSuperadmin(email, time.GetUtcNow());
        user.SetPassword(passwords.HashPassword(user, password));
        db.AdminUsers.Add(user);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another server that starts at the same time created it.
        }
    }

    /// <summary>A database that was begun on a development machine holds accounts whose passwords stand in the README.</summary>
    private async Task RefusePublicPasswordsAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
        {
            return;
        }
        var published = DemoAgency
            .All.SelectMany(demo => new[] { (demo.AdminEmail, demo.Password), (demo.AgentEmail, demo.Password) })
            .Append((SuperadminOptions.DevelopmentEmail, SuperadminOptions.DevelopmentPassword))
            .ToDictionary(account => account.Item1, account => account.Item2);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var users = await db
            .AdminUsers.AsNoTracking()
            .Where(user => published.Keys.Contains(user.Email) && !user.IsDisabled)
            .ToListAsync(cancellationToken);
        var open = users
            .Where(user =>
                user.PasswordHash is { } hash
                && passwords.VerifyHashedPassword(user, hash, published[user.Email])
                    != PasswordVerificationResult.Failed
            )
            .Select(user => user.Email)
            .ToList();
        if (open.Count > 0)
        {
            throw new PublicPasswordException(environment.EnvironmentName, open);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The main database does not answer yet ({Reason}); trying again")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Redis does not answer yet ({Reason}); trying again")]
    private static partial void LogWaitingForRedis(ILogger logger, string reason);
}

/// <summary>The first start of a platform needs to be told who its superadmin is.</summary>
public sealed class MissingSuperadminException()
    : Exception("There is no superadmin yet. Set Superadmin__Email and Superadmin__Password for the first start.");

/// <summary>Accounts of a development machine are in the database, with the passwords that everybody can read.</summary>
public sealed class PublicPasswordException(string environment, IEnumerable<string> emails)
    : Exception(
        ProductionReadiness.Describe(
            environment,
            emails.Select(email =>
                $"another password for {email}: the account still has the documented one of development machines"
            )
        )
    );

public static class DatabasePreparationSetup
{
    /// <summary>Prepares the databases; false, with the reason on the console, where a person must do something first.</summary>
    public static async Task<bool> PrepareDatabasesAsync(this WebApplication app)
    {
        try
        {
            await app.Services.GetRequiredService<DatabasePreparation>().RunAsync();
            return true;
        }
        catch (Exception exception) when (exception is MissingSuperadminException or PublicPasswordException)
        {
            await Console.Error.WriteLineAsync($"{Environment.NewLine}{exception.Message}{Environment.NewLine}");
            await app.DisposeAsync();
            return false;
        }
    }
}
