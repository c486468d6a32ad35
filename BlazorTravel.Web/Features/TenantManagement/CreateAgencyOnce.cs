using System.Globalization;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Data.Main;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.TenantManagement;

/// <summary>
/// Creates an agency for a program, which waits until the agency is ready. The key of the call is taken together with the
/// agency's names; the answer is kept once there is one, so that whoever lost it on the way can ask again and wait on.
/// </summary>
public sealed class CreateAgencyOnce(
    CreateAgency create,
    ProvisioningRuns runs,
    FindAgency find,
    IDbContextFactory<MainDbContext> databases,
    AnswerWriter writer,
    TimeProvider time
)
{
    /// <summary>How long a creation is waited for before it is answered as still going on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    public async Task<IResult> RunAsync(NewAgency form, CallKey? key, CancellationToken cancellationToken)
    {
        if (key is not null && await RepeatAsync(key, cancellationToken) is { } known)
        {
            return known;
        }
        CreatedAgency created;
        try
        {
            created = await create.RunAsync(
                form,
                tenant => key?.Answer(TenantsApi.LocationOf(tenant.Id), null, time.GetUtcNow()),
                cancellationToken
            );
        }
        catch (AlreadyAnsweredException) when (key is not null)
        {
            return (await RepeatAsync(key, cancellationToken))!;
        }
        if (created.TenantId is { } id)
        {
            return await AnswerAsync(id, key, isReplay: false, cancellationToken);
        }
        // The names may be taken by this very call, sent twice at the same moment.
        if (key is not null && await RepeatAsync(key, cancellationToken) is { } other)
        {
            return other;
        }
        return Problems.Of(
            ProblemKind.Invalid,
            errors: created.Errors.ToDictionary(error => FieldName(error.Key), error => (string[])[error.Value])
        );
    }

    public static string FieldName(string property) =>
        property == nameof(NewAgency.AdminEmail) ? "admin_email" : property.ToLowerInvariant();

    private async Task<IResult?> RepeatAsync(CallKey key, CancellationToken cancellationToken)
    {
        AnsweredCall? known;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            known = await AnsweredCalls.FindAsync(db, key.Id, time.GetUtcNow(), cancellationToken);
        }
        if (known is null)
        {
            return null;
        }
        key.CheckSame(known);
        var id = int.Parse(known.Location[(known.Location.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
        return known.Body is { } body
            ? new CreatedAnswer(known.Location, body, isReplay: true)
            : await AnswerAsync(id, key, isReplay: true, cancellationToken);
    }

    private async Task<IResult> AnswerAsync(int id, CallKey? key, bool isReplay, CancellationToken cancellationToken)
    {
        var agency = await WaitAsync(id, cancellationToken);
        if (agency is not { State: AgencyState.Active })
        {
            return Problems.Of(
                ProblemKind.Unavailable,
                agency?.State == AgencyState.Failed
                    ? "The agency could not be set up. The superadmin's page says why, and tries again."
                    : "The agency is still being set up. Ask for it again in a moment.",
                null,
                new KeyValuePair<string, object?>("location", TenantsApi.LocationOf(id))
            );
        }
        var body = writer.Write(TenantJson.Of(agency));
        if (key is not null)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db
                .AnsweredCalls.Where(call => call.Id == key.Id && call.Body == null)
                .ExecuteUpdateAsync(set => set.SetProperty(call => call.Body, body), cancellationToken);
        }
        return new CreatedAnswer(TenantsApi.LocationOf(id), body, isReplay);
    }

    /// <summary>Until the agency stands one way or the other; another server may be the one that sets it up.</summary>
    private async Task<AgencyDetails?> WaitAsync(int id, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            await Task.WhenAny(runs.Running(id), Task.Delay(Patience, time, cancellationToken));
            var agency = await find.RunAsync(id, cancellationToken);
            if (agency is not { State: AgencyState.BeingSetUp } || time.GetElapsedTime(started) > Patience)
            {
                return agency;
            }
            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }
}
