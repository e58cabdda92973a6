using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>One of several ways of a route: the others share the load by weight, 1 to 256.</summary>
public sealed record NextHop(IPAddress? Gateway, int LinkIndex, int Weight, RouteFlags Flags = RouteFlags.None)
{
    internal void WriteTo(MessageWriter to, Family family)
    {
        using var part = to.Part(new RtNextHop { Flags = (byte)Flags, Hops = (byte)(Weight - 1), Index = LinkIndex });
        WriteGateway(to, Gateway, family);
    }

    /// <summary>A gateway of the route's own family, or of the other.</summary>
    internal static void WriteGateway(MessageWriter to, IPAddress? gateway, Family family)
    {
        if (gateway is null)
            return;
        if (gateway.Family() == family)
            to.Put(RTA.GATEWAY, gateway);
        else
            to.Put(RTA.VIA, [(byte)gateway.Family(), 0, .. gateway.GetAddressBytes()]);   // struct rtvia
    }

    internal static IPAddress ParseVia(ReadOnlySpan<byte> via) => new(via[sizeof(ushort)..]);

    internal static List<NextHop> ParseAll(ReadOnlySpan<byte> bytes)
    {
        int headerSize = Unsafe.SizeOf<RtNextHop>();
        var hops = new List<NextHop>();
        while (bytes.Length >= headerSize)
        {
            var header = MemoryMarshal.Read<RtNextHop>(bytes);
            IPAddress? gateway = null;
            foreach (var a in new AttributeReader(bytes[headerSize..header.Length]))
                gateway = a.Type switch { RTA.GATEWAY => a.IPAddress, RTA.VIA => ParseVia(a.Bytes), _ => gateway };
            hops.Add(new NextHop(gateway, header.Index, header.Hops + 1, (RouteFlags)header.Flags));
            bytes = bytes[Math.Min((header.Length + 3) & ~3, bytes.Length)..];
        }
        return hops;
    }
}
