using BlazorTravel.Domain.Tenants;
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
        tenant.Rebrand(form.Name, color, welcome, form.ReplyTo, time.GetUtcNow());
        if (form.LogoChanged)
        {
            tenant.ChangeLogo(form.NewLogo, time.GetUtcNow());
        }
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
}
