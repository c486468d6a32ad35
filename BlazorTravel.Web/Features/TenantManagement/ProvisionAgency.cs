using System.Globalization;
using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>
/// Sets an agency up, step by step, from where it got stuck before. Where it stands is kept in the agency's row, so that any
/// server can go on when this one dies.
/// </summary>
public sealed partial class ProvisionAgency(
    IDbContextFactory<MainDbContext> databases,
    TenantProvisioner provisioner,
    Invitations invitations,
    Announcements announcements,
    AuditTrail audit,
    TimeProvider time,
    ILogger<ProvisionAgency> logger
)
{
    /// <summary>A step that began this long ago and has not ended lost its server.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);

    private static readonly ProvisioningStep[] Steps = [.. Enum.GetValues<ProvisioningStep>().Skip(1)];

    /// <summary>Whether someone may take it up now: it failed, or whoever worked on it is gone.</summary>
    public static bool CanBegin(ProvisioningState state, DateTimeOffset updatedAt, DateTimeOffset now) =>
        state switch
        {
            ProvisioningState.Ready => false,
            ProvisioningState.Failed => true,
            _ => updatedAt + StaleAfter <= now,
        };

    /// <summary>Runs the steps that are missing; <paramref name="progressed"/> is called at each beginning and end.</summary>
    public async Task RunAsync(int tenantId, Action progressed, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == tenantId, cancellationToken);
        if (
            tenant is null
            || !(
                tenant.Provisioning == ProvisioningState.Pending
                || CanBegin(tenant.Provisioning, tenant.UpdatedAt, time.GetUtcNow())
            )
        )
        {
            return;
        }
        var begin = Enum.TryParse<ProvisioningStep>(tenant.ProvisioningStep, out var stuck) ? stuck : Steps[0];
        foreach (var step in Steps.Where(step => step >= begin))
        {
            var started = time.GetTimestamp();
            try
            {
                await RunStepAsync(db, tenant, step, started, progressed, cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                LogTakenOver(logger, tenant.Subdomain, step);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, tenant.Subdomain, step, exception);
                await FailAsync(tenantId, step, exception, time.GetElapsedTime(started), cancellationToken);
                progressed();
                return;
            }
        }
        LogReady(logger, tenant.Subdomain);
        await announcements.TenantChangedAsync(tenantId);
    }

    private async Task RunStepAsync(
        MainDbContext db,
        Tenant tenant,
        ProvisioningStep step,
        long started,
        Action progressed,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        // The row's version makes sure that only one server begins, and that it stops when another has taken over.
        tenant.BeginStep(step.ToString(), now);
        var record = ProvisioningRecord.Begin(tenant.Id, step, now);
        db.ProvisioningRecords.Add(record);
        await db.SaveChangesAsync(cancellationToken);
        progressed();
        switch (step)
        {
            case ProvisioningStep.CreateDatabase:
                await provisioner.CreateDatabaseAsync(tenant.DbName, cancellationToken);
                break;
            case ProvisioningStep.ApplySchema:
                tenant.RecordSchema(await provisioner.MigrateAsync(tenant.DbName, cancellationToken), time.GetUtcNow());
                break;
            case ProvisioningStep.CreateAccount:
                await CreateAccountAsync(tenant, cancellationToken);
                break;
            case ProvisioningStep.SendInvitation:
                await invitations.EnsureAsync(tenant.Id, cancellationToken);
                break;
            case ProvisioningStep.OpenAgency:
                tenant.CompleteProvisioning(time.GetUtcNow());
                await NoteOutcomeAsync(db, tenant, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, null);
        }
        record.Complete(time.GetElapsedTime(started));
        await db.SaveChangesAsync(cancellationToken);
        progressed();
    }

    private async Task CreateAccountAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = await db.AdminUsers.SingleOrDefaultAsync(u => u.Email == tenant.AdminEmail, cancellationToken);
        if (known is not null)
        {
            if (known.TenantId != tenant.Id)
            {
                throw new InvalidOperationException(
                    $"{tenant.AdminEmail} has an account elsewhere by now. Delete this agency and create it with another address."
                );
            }
            return;
        }
        db.AdminUsers.Add(AdminUser.InviteToAgency(tenant.AdminEmail, tenant.Id, AgencyRole.Admin, time.GetUtcNow()));
        audit.Add(
            db,
            tenant.Id,
            AuditActions.UserInvited,
            AuditSubject.User(tenant.AdminEmail),
            after: new { Role = AgencyRole.Admin }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>How long each step took; what had failed before has an entry of its own.</summary>
    private async Task NoteOutcomeAsync(MainDbContext db, Tenant tenant, CancellationToken cancellationToken)
    {
        var done = await db
            .ProvisioningRecords.AsNoTracking()
            .Where(record => record.TenantId == tenant.Id && record.Error == null && record.Milliseconds != null)
            .OrderBy(record => record.Id)
            .ToListAsync(cancellationToken);
        // A list, because an object would be kept in another order.
        var steps = done.GroupBy(record => record.Step)
            .Select(step =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{EnumColumns.Write(step.Key).Replace('_', ' ')} {step.Last().Milliseconds:0} ms"
                )
            )
            .ToList();
        audit.Add(
            db,
            tenant.Id,
            AuditActions.AgencySetUp,
            AuditSubject.Agency(tenant.Subdomain),
            after: new { Steps = steps }
        );
    }

    /// <summary>Writes down what went wrong, in a context that has nothing half-done in it.</summary>
    private async Task FailAsync(
        int tenantId,
        ProvisioningStep step,
        Exception exception,
        TimeSpan elapsed,
        CancellationToken cancellationToken
    )
    {
        var reason = exception.GetBaseException() is PostgresException postgres
            ? postgres.MessageText
            : exception.GetBaseException().Message;
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var tenant = await db.Tenants.SingleAsync(t => t.Id == tenantId, cancellationToken);
            if (tenant.Provisioning == ProvisioningState.Ready)
            {
                // Another server took over meanwhile and came through; this late failure must not close the agency.
                return;
            }
            tenant.BeginStep(step.ToString(), time.GetUtcNow());
            tenant.FailStep(reason, time.GetUtcNow());
            var record = await db
                .ProvisioningRecords.OrderByDescending(r => r.Id)
                .FirstOrDefaultAsync(
                    r => r.TenantId == tenantId && r.Step == step && r.Milliseconds == null,
                    cancellationToken
                );
            if (record is null)
            {
                record = ProvisioningRecord.Begin(tenantId, step, time.GetUtcNow() - elapsed);
                db.ProvisioningRecords.Add(record);
            }
            record.Fail(reason, elapsed);
            audit.Add(
                db,
                tenantId,
                AuditActions.AgencySetUpFailed,
                AuditSubject.Agency(tenant.Subdomain),
                after: new { Step = step, record.Error }
            );
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception second) when (second is not OperationCanceledException)
        {
            // The main database is away; the stale state lets anybody go on when it is back.
            LogNotWritten(logger, tenantId, second);
        }
    }

    [LoggerMessage(LogLevel.Information, "Agency {Subdomain} is ready")]
    private static partial void LogReady(ILogger logger, string subdomain);

    [LoggerMessage(LogLevel.Error, "Setting up agency {Subdomain} failed at {Step}")]
    private static partial void LogFailed(ILogger logger, string subdomain, ProvisioningStep step, Exception exception);

    [LoggerMessage(LogLevel.Information, "Setting up agency {Subdomain} goes on elsewhere from {Step}")]
    private static partial void LogTakenOver(ILogger logger, string subdomain, ProvisioningStep step);

    [LoggerMessage(LogLevel.Error, "The failure of tenant {Tenant} could not be written down")]
    private static partial void LogNotWritten(ILogger logger, int tenant, Exception exception);
}
