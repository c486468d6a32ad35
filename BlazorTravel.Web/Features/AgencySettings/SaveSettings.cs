using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Live;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Web.Features.AgencySettings;

/// <summary>Saves the current agency's face; every server shows it at once.</summary>
public sealed class SaveSettings(
    IDbContextFactory<MainDbContext> databases,
    CurrentTenant current,
    Announcements announcements,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <summary>False when somebody else saved since the form was read: nothing was overwritten.</summary>
    /// <exception cref="ArgumentException">The form breaks a rule; check it first to say which.</exception>
    public async Task<bool> RunAsync(SettingsForm form, CancellationToken cancellationToken = default)
    {
        if (form.Check() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(", ", errors.Keys), nameof(form));
        }
        var id = current.Required.TenantId;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tenants = form.LogoChanged ? db.Tenants.Include(t => t.Logo) : db.Tenants.AsQueryable();
        var tenant = await tenants.SingleAsync(t => t.Id == id, cancellationToken);
        db.Entry(tenant).Property(t => t.Version).OriginalValue = form.Version;
        var welcome = form.WelcomeText?.ReplaceLineEndings(" ");
        var color = BrandColor.Parse(form.BrandColor).ToString();
        var before = Describe(tenant);
        tenant.Rebrand(form.Name, color, welcome, form.ReplyTo, time.GetUtcNow());
        if (form.LogoChanged)
        {
            tenant.ChangeLogo(form.NewLogo, time.GetUtcNow());
        }
        Note(db, tenant, before, Describe(tenant));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        await announcements.TenantChangedAsync(id);
        return true;
    }

    /// <summary>Notes the fields that are not as they were; a form saved unchanged leaves no entry.</summary>
    private void Note(
        MainDbContext db,
        Tenant tenant,
        Dictionary<string, string?> before,
        Dictionary<string, string?> after
    )
    {
        var changed = after.Keys.Where(field => before[field] != after[field]).ToList();
        if (changed.Count == 0)
        {
            return;
        }
        audit.Add(
            db,
            tenant.Id,
            AuditActions.SettingsChanged,
            AuditSubject.Agency(tenant.Subdomain),
            changed.ToDictionary(field => field, field => before[field]),
            changed.ToDictionary(field => field, field => after[field])
        );
    }

    private static Dictionary<string, string?> Describe(Tenant tenant) =>
        new()
        {
            ["name"] = tenant.Name,
            ["brand_color"] = tenant.BrandColor,
            ["welcome_text"] = tenant.WelcomeText,
            ["reply_to"] = tenant.ReplyTo,
            // Which one it was, without the image.
            ["logo"] = tenant.LogoVersion,
        };
}
