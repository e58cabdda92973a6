using System.Net;
using Linux;
using Netfilter.Nft;
using Netlink;
using Netlink.Routing;

namespace Plugins.Portmap;

/// <summary>
/// How [::1] reaches published ports. IPv6 has no route_localnet: an answer translated back to ::1 is thrown away, by the route look-up, which takes ::1 for lo
/// alone, or, where bridges pass frames to the firewall, by the check for ::1 on the wire. So a connection from ::1 to ::1 goes under a double's name: the address
/// is written over before connection tracking sees a packet, and written back when the answer has come through all that.
/// </summary>
internal static class Loopback6
{
    /// <summary>An address of no network (RFC 4193), which this host takes for its own.</summary>
    public static readonly IPAddress Double = IPAddress.Parse("fdce:8f6b:2a11::1");

    const int Lo = 1;   // in every network namespace
    const int Raw = -300, AfterAll = 300;

    static readonly AddressSelector s_saddr = Ip.Saddr(NftFamily.Ipv6), s_daddr = Ip.Daddr(NftFamily.Ipv6);

    static readonly Route s_route = new()
    {
        Family = Family.Ipv6, To = new IPNetwork(Double, 128), LinkIndex = Lo, LinkName = "lo", Table = Route.LocalTable, Type = RouteType.Local,
    };

    /// <summary>The chains, and the rules that look into these sets of protocol and port. <paramref name="guard"/> keeps the double out of others' reach.</summary>
    public static void Write(NftTransaction change, Table table, Chain guard, params ReadOnlySpan<Set> ports)
    {
        var departing = new Chain(table, "to_loopback6") { Hook = new("filter", HookPoint.Output, Raw) };
        var arriving = new Chain(table, "from_loopback6") { Hook = new("filter", HookPoint.Input, AfterAll) };
        change.Add(departing);
        change.Add(arriving);
        change.Add(new Rule(guard, s_daddr.Is(Double), Meta.IncomingName.IsNot("lo"), Verdict.Drop));
        foreach (var set in ports)
            change.Add(new Rule(departing, s_saddr.Is(IPAddress.IPv6Loopback), s_daddr.Is(IPAddress.IPv6Loopback),
                Selector.Concat(Meta.L4Protocol, Th.Dport).In(set), new SetAddress(s_saddr, Double), new SetAddress(s_daddr, Double)));
        change.Add(new Rule(arriving, s_saddr.Is(Double), s_daddr.Is(Double),
            new SetAddress(s_saddr, IPAddress.IPv6Loopback), new SetAddress(s_daddr, IPAddress.IPv6Loopback)));
    }

    /// <summary>What arrives as the destination of who asked for this address.</summary>
    public static IPAddress Asked(IPAddress host) => host.Equals(IPAddress.IPv6Loopback) ? Double : host;

    /// <summary>Connections of the double's, which the container could not answer.</summary>
    public static Statement IsSource => s_saddr.Is(Double);

    /// <summary>Has the host take the double for its own. Never taken back: it leads nowhere but here.</summary>
    public static void Allow(RouteSocket host)
    {
        try
        {
            host.Add(s_route);
        }
        catch (NetlinkException e) when (e.Errno == Errno.Exists)
        {
            // Every ADD but the first.
        }
        catch (NetlinkException e) when (e.Errno is Errno.NoDevice or Errno.NetworkDown or Errno.Invalid or Errno.NotSupported)
        {
            // lo is down, or has IPv6 switched off: then this host has no [::1] to be reached by.
        }
    }
}
