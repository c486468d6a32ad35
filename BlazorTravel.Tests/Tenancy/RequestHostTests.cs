using BlazorTravel.Web.Tenancy;

namespace BlazorTravel.Tests.Tenancy;

public class RequestHostTests
{
    [Theory]
    [InlineData("localhost", RequestHostKind.Platform, null)]
    [InlineData("LOCALHOST", RequestHostKind.Platform, null)]
    [InlineData("127.0.0.1", RequestHostKind.Platform, null)]
    [InlineData("[::1]", RequestHostKind.Platform, null)]
    [InlineData("acme.localhost", RequestHostKind.Agency, "acme")]
    [InlineData("ACME.LocalHost", RequestHostKind.Agency, "acme")]
    [InlineData("a.b.localhost", RequestHostKind.Foreign, null)]
    [InlineData("acmelocalhost", RequestHostKind.Foreign, null)]
    [InlineData("localhost.evil.example", RequestHostKind.Foreign, null)]
    [InlineData("evil.example", RequestHostKind.Foreign, null)]
    [InlineData(".localhost", RequestHostKind.Foreign, null)]
    [InlineData("", RequestHostKind.Foreign, null)]
    [InlineData(null, RequestHostKind.Foreign, null)]
    public void A_host_is_the_platform_an_agency_or_not_ours(string? host, RequestHostKind kind, string? label) =>
        Assert.Equal(new RequestHost(kind, label), RequestHost.Read(host, "localhost"));

    [Fact]
    public void The_tenant_of_a_scope_cannot_change()
    {
        var current = new CurrentTenant();
        Assert.Throws<NoTenantException>(() => current.Required);
        current.Set(Agency(1));
        current.Set(Agency(1));
        Assert.Throws<InvalidOperationException>(() => current.Set(Agency(2)));
        Assert.Throws<InvalidOperationException>(() => current.Set(null));
        Assert.Equal(1, current.Required.TenantId);
    }

    private static AgencyTenant Agency(int id) => new(id, "a" + id, "A", "db", true, true, "#0F766E", null, null, null);
}
