using BlazorTravel.Domain.Accounts;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Agency;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>
/// Takes an agency's name, subdomain and admin email, and starts setting it up. Of two that want the same name at the same
/// time, on whatever servers, one gets it and the other is told.
/// </summary>
public sealed class CreateAgency(
    IDbContextFactory<MainDbContext> databases,
    TenantProvisioner provisioner,
    ProvisioningRuns runs,
    AuditTrail audit,
    TimeProvider time
)
{
    public const string SubdomainTaken = "Another agency has this subdomain. Choose another one.";
    public const string EmailTaken = "This address has an account already. Give another one.";

    public Task<CreatedAgency> RunAsync(NewAgency form, CancellationToken cancellationToken = default) =>
        RunAsync(form, _ => null, cancellationToken);

    /// <param name="answer">Makes what is kept to answer the same call again; null where there is nothing to keep.</param>
    /// <exception cref="AlreadyAnsweredException">The same call was answered in the same moment.</exception>
    public async Task<CreatedAgency> RunAsync(
        NewAgency form,
        Func<Tenant, AnsweredCall?> answer,
        CancellationToken cancellationToken = default
    )
    {
        var created = await TakeNamesAsync(form, answer, cancellationToken);
        if (created.TenantId is { } id)
        {
            _ = runs.Start(id);
        }
        return created;
    }

    /// <summary>Only takes the names; setting up begins when somebody starts it.</summary>
    public Task<CreatedAgency> TakeNamesAsync(NewAgency form, CancellationToken cancellationToken = default) =>
        TakeNamesAsync(form, _ => null, cancellationToken);

    private async Task<CreatedAgency> TakeNamesAsync(
        NewAgency form,
        Func<Tenant, AnsweredCall?> answer,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var now = time.GetUtcNow();
        var errors = form.Check();
        if (errors.Count > 0)
        {
            return new CreatedAgency(null, errors);
        }
        var subdomain = Subdomain.Parse(form.Subdomain);
        var email = AdminUser.Normalize(form.AdminEmail);
        var tenant = Tenant.Create(form.Name, subdomain, provisioner.DatabaseNameFor(subdomain), email, now);

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The account is created some steps later: until then this and the agency's row keep the address for it.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({email}, 0))",
            cancellationToken
        );
        if (await IsEmailTakenAsync(db, email, cancellationToken))
        {
            errors[nameof(NewAgency.AdminEmail)] = EmailTaken;
        }
        if (await db.Tenants.AnyAsync(t => t.Subdomain == tenant.Subdomain, cancellationToken))
        {
            errors[nameof(NewAgency.Subdomain)] = SubdomainTaken;
        }
        if (errors.Count > 0)
        {
            return new CreatedAgency(null, errors);
        }
        db.Tenants.Add(tenant);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            db.ProvisioningRecords.Add(
                ProvisioningRecord
                    .Begin(tenant.Id, ProvisioningStep.CheckNames, now)
                    .Complete(time.GetElapsedTime(started))
            );
            audit.Add(
                db,
                tenant.Id,
                AuditActions.AgencyCreated,
                AuditSubject.Agency(tenant.Subdomain),
                after: new
                {
                    tenant.Name,
                    tenant.Subdomain,
                    tenant.AdminEmail,
                }
            );
            if (answer(tenant) is { } call)
            {
                db.AnsweredCalls.Add(call);
            }
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (AnsweredCalls.IsTaken(exception))
        {
            throw new AlreadyAnsweredException(exception);
        }
        catch (DbUpdateException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            errors[nameof(NewAgency.Subdomain)] = SubdomainTaken;
            return new CreatedAgency(null, errors);
        }
        return new CreatedAgency(tenant.Id, errors);
    }

    /// <summary>Whether somebody signs in with this address, or is going to.</summary>
    private static async Task<bool> IsEmailTakenAsync(
        MainDbContext db,
        string email,
        CancellationToken cancellationToken
    ) =>
        await db.AdminUsers.AnyAsync(user => user.Email == email, cancellationToken)
        || await db.Tenants.AnyAsync(
            tenant => tenant.AdminEmail == email && tenant.Provisioning != ProvisioningState.Ready,
            cancellationToken
        );
}

/// <summary>The new agency's id, or what to change in which field of <see cref="NewAgency"/>.</summary>
public sealed record CreatedAgency(int? TenantId, IReadOnlyDictionary<string, string> Errors);
