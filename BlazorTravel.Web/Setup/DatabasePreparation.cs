using BlazorTravel.Domain.Accounts;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
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
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await MigrateMainAsync(cancellationToken);
        await provisioner.EnsureTemplateAsync(cancellationToken);
        await EnsureSuperadminAsync(cancellationToken);
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

    [LoggerMessage(LogLevel.Warning, "The main database does not answer yet ({Reason}); trying again")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Redis does not answer yet ({Reason}); trying again")]
    private static partial void LogWaitingForRedis(ILogger logger, string reason);
}

/// <summary>The first start of a platform needs to be told who its superadmin is.</summary>
public sealed class MissingSuperadminException()
    : Exception("There is no superadmin yet. Set Superadmin__Email and Superadmin__Password for the first start.");

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
        catch (MissingSuperadminException exception)
        {
            await Console.Error.WriteLineAsync($"{Environment.NewLine}{exception.Message}{Environment.NewLine}");
            await app.DisposeAsync();
            return false;
        }
    }
}
