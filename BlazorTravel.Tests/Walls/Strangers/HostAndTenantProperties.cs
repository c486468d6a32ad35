using System.Text;
using System.Text.RegularExpressions;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Web.Tenancy;
using FsCheck;
using FsCheck.Fluent;

namespace BlazorTravel.Tests.Walls.Strangers;

/// <summary>Reading hosts, subdomains and the tenant's header, which decide whose data is opened.</summary>
public sealed partial class HostAndTenantProperties
{
    private const string Base = "localhost";

    private static readonly Gen<string> Hosts = Gen.OneOf(
        Nasty.Text,
        Nasty.Text.Select(text => $"{text}.{Base}"),
        Nasty.Text.Select(text => $"acme.{text}"),
        Gen.Zip(Nasty.Text, Nasty.Text, (one, other) => $"{one}.{other}.{Base}")
    );

    [Fact]
    public void A_host_names_an_agency_by_one_plain_label_or_none() =>
        Property.Holds(
            Hosts,
            host =>
            {
                var read = RequestHost.Read(host, Base);
                return read.Kind != RequestHostKind.Agency
                    ? read.Label is null
                    : Label().IsMatch(read.Label!)
                        && $"{read.Label}.{Base}".Equals(host, StringComparison.OrdinalIgnoreCase);
            }
        );

    [Fact]
    public void Reading_a_host_again_by_its_label_gives_the_same() =>
        Property.Holds(
            Hosts,
            host =>
                RequestHost.Read(host, Base) is not { Label: { } label } read
                || RequestHost.Read($"{label}.{Base}", Base) == read
        );

    [Fact]
    public void Nobodys_host_becomes_the_platforms() =>
        Property.Holds(
            Hosts,
            host =>
                RequestHost.Read(host, Base).Kind != RequestHostKind.Platform
                || host.Equals(Base, StringComparison.OrdinalIgnoreCase)
                || System.Net.IPAddress.TryParse(host.Trim('[', ']'), out _)
        );

    [Fact]
    public void A_subdomain_is_what_was_typed_and_stays_so() =>
        Property.HoldsOfText(text =>
            !Subdomain.TryParse(text, out var subdomain, out _)
            || (
                Label().IsMatch(subdomain.Value)
                && subdomain.Value.Length is >= Subdomain.MinLength and <= Subdomain.MaxLength
                && !subdomain.Value.All(char.IsAsciiDigit)
                && subdomain.Value.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)
                && Subdomain.TryParse(subdomain.Value, out var again, out _)
                && again == subdomain
            )
        );

    [Fact]
    public void Every_subdomain_is_reached_by_its_host() =>
        Property.Holds(
            Gen.OneOf(
                Nasty.Text,
                Gen.ArrayOf(Gen.Elements("abz019-Z".ToCharArray())).Select(letters => new string(letters))
            ),
            text =>
                !Subdomain.TryParse(text, out var subdomain, out _)
                || RequestHost.Read($"{subdomain}.{Base}", Base)
                    == new RequestHost(RequestHostKind.Agency, subdomain.Value)
        );

    [Fact]
    public void What_names_an_agency_names_no_other_one() =>
        Property.HoldsOfText(text =>
            TenantDirectory.KeyOf(text) is not { } key
            || (
                Ascii.IsValid(key)
                && key.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)
                && TenantDirectory.KeyOf(key) == key
                // One id, one way to write it.
                && (
                    !key.All(char.IsAsciiDigit)
                    || $"{int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)}" == key
                )
            )
        );

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex Label();
}
