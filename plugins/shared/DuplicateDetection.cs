using Cni;
using Netlink;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>Waits until the network had its chance to object to a link's IPv6 addresses (RFC 4862: about a second).</summary>
internal static class DuplicateDetection
{
    static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    /// <summary>Returns when no address is tentative any more; one that somebody else has is an error.</summary>
    public static void Await(RouteSocket pod, AddressMonitor monitor, Link link)
    {
        long end = Environment.TickCount64 + (long)s_longestWait.TotalMilliseconds;
        while (FirstTentative(pod, link) is { } waiting)
            if (end - Environment.TickCount64 is not (> 0 and var left) || !monitor.Wait(link, TimeSpan.FromMilliseconds(left)))
                throw new CniError(CniErrorCode.Internal, $"link {link.Name} still has the tentative address {waiting.Ip} after {s_longestWait.TotalSeconds} seconds");
    }

    static Address? FirstTentative(RouteSocket pod, Link link)
    {
        Address? tentative = null;
        foreach (var address in pod.Addresses.List(link, Family.Ipv6))
            if (address.Flags.HasFlag(AddressFlags.DadFailed))
                throw new CniError(CniErrorCode.Internal, $"link {link.Name} has address {address.Ip} in DADFAILED state", "another machine on this network has it");
            else if (address.Flags.HasFlag(AddressFlags.Tentative))
                tentative = address;
        return tentative;
    }
}
