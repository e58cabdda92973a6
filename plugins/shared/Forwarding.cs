using Cni;
using Linux;

namespace Plugins.Shared;

/// <summary>Lets the host pass packets on, for the families that a result has addresses of. Never taken back: others may rely on it.</summary>
internal static class Forwarding
{
    public static void Enable(IReadOnlyList<CniAddress> ips)
    {
        if (ips.Any(ip => ip.Address.IsIPv4))
            Sysctl.Ensure("net/ipv4/ip_forward", "1");
        if (ips.Any(ip => !ip.Address.IsIPv4))
            Sysctl.Ensure("net/ipv6/conf/all/forwarding", "1");
    }
}
