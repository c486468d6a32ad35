using System.Net;
using System.Net.Sockets;

namespace BlazorTravel.Web.Limits;

/// <summary>What counts as one client. Behind proxies it is the address that trusted ones told.</summary>
public static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address as it is; of IPv6 the /64, which is what one household or phone has to choose from.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>The same for an address that was kept as text.</summary>
    public static string Of(string? address) => Of(IPAddress.TryParse(address, out var read) ? read : null);
}
