using System.Net.NetworkInformation;
using Cni;
using Linux;
using Netlink;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Bridge;

/// <summary>The veth between the bridge and the container.</summary>
internal sealed record Cable(Link HostEnd, Link ContainerEnd)
{
    const int MostTries = 10;

    /// <summary>Makes the veth in one message: one end on the bridge and up, the other in the container under its final name.</summary>
    public static Cable Plug(
        RouteSocket host, RouteSocket pod, Link bridge, NetNamespace ns, string ifName, PhysicalAddress? mac, BridgeConfig config, Undo undo)
    {
        string name = Make(host, new LinkEnd(ifName) { Namespace = ns, Mtu = config.Mtu, Mac = mac }, bridge, config);
        undo.Add(() => host.Links.DeleteIfThere(name));
        if (Sysctl.Find($"net/ipv6/conf/{name}/accept_ra") is not null)
            Sysctl.Set($"net/ipv6/conf/{name}/accept_ra", "0");
        return new(host.Links.Get(name), pod.Links.Get(ifName));
    }

    static string Make(RouteSocket host, LinkEnd containerEnd, Link bridge, BridgeConfig config)
    {
        for (int i = 1; ; i++)
        {
            string name = $"veth{KernelRandom.Hex(4)}";
            try
            {
                using var batch = host.Batch();
                batch.Add(new VethLink(name, containerEnd) { Master = bridge.Index, Mtu = config.Mtu, Up = true });
                if (config.HairpinMode || config.PortIsolation)
                    batch.Change(new LinkChange(name) { Port = new() { Hairpin = config.HairpinMode, Isolated = config.PortIsolation } });
                batch.Commit();
                return name;
            }
            catch (NetlinkException e) when (e is { Errno: Errno.Exists, Intent.Subject: VethLink } && i < MostTries) { }   // a name that is taken: another
            catch (NetlinkException e) when (e.Intent.Subject is LinkChange)
            {
                host.Links.DeleteIfThere(name);
                throw;
            }
        }
    }

    /// <summary>Deletes the veth by whichever end can be found: in the container, or, when its namespace is out of reach, on the host.</summary>
    public static void Pull(NetNamespace? ns, string ifName, CniResult? made)
    {
        if (ns is not null)
        {
            using var pod = RouteSocket.Open(ns);
            pod.Links.DeleteIfThere(ifName);
            return;
        }
        if (made?.Interfaces.FirstOrDefault(link => link.Sandbox == "" && link.Name.StartsWith("veth", StringComparison.Ordinal)) is not { } hostEnd)
            return;
        using var host = RouteSocket.Open();
        if (host.Links.Find(hostEnd.Name) is { Kind: "veth" } found && found.Mac.Text() == hostEnd.Mac)
            host.Links.DeleteIfThere(found.Name);
    }
}
