using Cni;
using Linux;

namespace Plugins.Shared;

/// <summary>Settings of a container's link that must be made before it is up. They are reached from within its namespace.</summary>
internal static class ContainerSysctls
{
    /// <summary>Runtimes make namespaces with IPv6 off; an address of it was asked for. It is to stay when the link goes down for a while.</summary>
    public static void AllowIPv6(string ifName, CniResult result)
    {
        if (result.Ips.All(ip => ip.Address.IsIPv4))
            return;
        foreach (string conf in (string[])["lo", ifName])
            if (Sysctl.Find($"net/ipv6/conf/{conf}/disable_ipv6") is "1")
                Sysctl.Set($"net/ipv6/conf/{conf}/disable_ipv6", "0");
        Sysctl.SetIfThere($"net/ipv6/conf/{ifName}/keep_addr_on_down", "1");
    }

    /// <summary>Whether IPv6 addresses, the link's own too, wait to hear of others that have them; and that of two such that are one machine nobody hears.</summary>
    public static void DetectDuplicates(string ifName, bool detect)
    {
        if (detect)
            Sysctl.SetIfThere($"net/ipv6/conf/{ifName}/enhanced_dad", "1");
        Sysctl.SetIfThere($"net/ipv6/conf/{ifName}/accept_dad", detect ? "1" : "0");
    }

    /// <summary>The kernel tells the neighbours (gratuitous ARP, unsolicited neighbour advertisement) whenever the link comes up or its MAC address is set.</summary>
    public static void Announce(string ifName)
    {
        Sysctl.SetIfThere($"net/ipv4/conf/{ifName}/arp_notify", "1");
        Sysctl.SetIfThere($"net/ipv6/conf/{ifName}/ndisc_notify", "1");
    }
}
