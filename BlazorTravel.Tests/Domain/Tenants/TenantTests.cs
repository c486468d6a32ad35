using BlazorTravel.Domain.Tenants;

namespace BlazorTravel.Tests.Domain.Tenants;

public class TenantTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_failed_step_is_remembered_until_provisioning_completes()
    {
        var tenant = Create();
        tenant.BeginStep("database", Now);
        tenant.FailStep("The disk is full.", Now);
        Assert.Equal(ProvisioningState.Failed, tenant.Provisioning);
        Assert.Equal(("database", "The disk is full."), (tenant.ProvisioningStep, tenant.ProvisioningError));

        tenant.BeginStep("database", Now);
        Assert.Null(tenant.ProvisioningError);
        tenant.CompleteProvisioning(Now);
        Assert.Equal((ProvisioningState.Ready, null), (tenant.Provisioning, tenant.ProvisioningStep));
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#12345G")]
    [InlineData("#1234567")]
    public void A_colour_that_is_none_is_refused(string color) =>
        Assert.Throws<ArgumentException>(() => Create().Rebrand("Acme", color, null, null, Now));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void An_agency_without_a_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() =>
            Tenant.Create(name, Subdomain.Parse("acme"), "db", "admin@acme.example", Now)
        );

    [Fact]
    public void Blank_texts_become_none()
    {
        var tenant = Create();
        tenant.Rebrand(" Acme Travel ", "#a1b2c3", "  ", " Desk@Acme.example ", Now);
        Assert.Equal("Acme Travel", tenant.Name);
        Assert.Equal("#A1B2C3", tenant.BrandColor);
        Assert.Null(tenant.WelcomeText);
        Assert.Equal("desk@acme.example", tenant.ReplyTo);
    }

    [Fact]
    public void A_logo_is_told_by_its_content()
    {
        var logo = TenantLogo.From([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]);
        Assert.Equal("image/png", logo.ContentType);
        Assert.Equal(12, logo.Version.Length);
        Assert.Throws<ArgumentException>(() => TenantLogo.From("<svg onload=alert(1)>"u8.ToArray()));
        Assert.Throws<ArgumentException>(() => TenantLogo.From(new byte[TenantLogo.MaxLength + 1]));
    }

    private static Tenant Create() =>
        Tenant.Create("Acme Travel", Subdomain.Parse("acme"), "db_acme", "admin@acme.example", Now);
}
