using System.Net;
using System.Net.Sockets;

namespace Netlink;

/// <summary>Address families by the kernel's number. Any in a request for a list means all of them.</summary>
public enum Family : byte { Any = 0, Ipv4 = 2, Bridge = 7, Ipv6 = 10 }

/// <summary>What the family of an address means on the wire.</summary>
public static class FamilyOfAddress
{
    public static Family Family(this IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? Netlink.Family.Ipv4 : Netlink.Family.Ipv6;

    /// <summary>4 or 16 bytes.</summary>
    public static int Size(this IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;

    /// <summary>The prefix length that means this one address: 32 or 128.</summary>
    public static int FullPrefix(this IPAddress address) => 8 * address.Size();
}
