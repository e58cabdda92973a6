using System.Net.NetworkInformation;
using Cni;
using Linux;
using Netlink;
using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Plugins.Shared;

/// <summary>What a veth is to be: a container's link, and where its other end goes on the host.</summary>
internal sealed record CablePlan(NetNamespace Namespace, string IfName, string Owner)
{
    public PhysicalAddress? Mac { get; init; }

    /// <summary>In bytes. Null leaves it to the kernel.</summary>
    public uint? Mtu { get; init; }

    /// <summary>The bridge that the host's end is a port of; null for none.</summary>
    public Link? Bridge { get; init; }

    /// <summary>Flags of that port; null leaves them to the kernel.</summary>
    public BridgePort? Port { get; init; }
}

/// <summary>The veth between the host and a container.</summary>
internal sealed record Cable(string HostName, Link ContainerEnd)
{
    const int MostTries = 10;

    /// <summary>The kernel joins ports and carriers in its own time: at once, or, when hundreds of links come and go, after them.</summary>
    static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);

    /// <summary>Throws when the container has a link of that name already.</summary>
    public static void RefuseTakenName(RouteSocket pod, Attachment at)
    {
        if (pod.Links.Find(at.IfName) is not null)
            throw new CniError(CniErrorCode.InvalidEnvironment, $"CNI_IFNAME is {at.IfName}, which already exists in {at.NetNs}");
    }

    /// <summary>Makes the veth in one send: one end on the host, up, the other in the container under its final name, still down.</summary>
    public static Cable Plug(RouteSocket host, RouteSocket pod, CablePlan plan, Undo undo)
    {
        string name = Make(host, plan);
        undo.Add(() => host.Links.DeleteIfThere(name));
        // A container must not be able to tell the host where its gateway is (CVE-2020-10749).
        Sysctl.SetIfThere($"net/ipv6/conf/{name}/accept_ra", "0");
        return new(name, pod.Links.Get(plan.IfName));
    }

    static string Make(RouteSocket host, CablePlan plan)
    {
        for (int i = 1; ; i++)
        {
            string name = $"veth{KernelRandom.Hex(4)}";
            // The second message is by name too: had somebody else a link of this name, it would be that one's alias.
            // Here it is looked up without the kernel's one lock for all links.
            if (Sysctl.Find($"net/ipv4/conf/{name}/forwarding") is not null)
                continue;
            try
            {
                using var batch = host.Batch();
                var containerEnd = new LinkEnd(plan.IfName) { Namespace = plan.Namespace, Mtu = plan.Mtu, Mac = plan.Mac };
                batch.Add(new VethLink(name, containerEnd) { Master = plan.Bridge?.Index, Mtu = plan.Mtu, Up = true });
                batch.Change(new LinkChange(name) { Alias = plan.Owner, Port = plan.Port });
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

    /// <summary>The host's end, as it is now.</summary>
    public Link HostEnd(RouteSocket host) => host.Links.Get(HostName);

    /// <summary>The host's end, once it can carry packets, and its bridge, if any, knows that it can. The container's end must be up.</summary>
    public Link AwaitHostEnd(RouteSocket host)
    {
        if (HostEnd(host) is { IsOperational: true } ready)
            return ready;
        using var monitor = LinkMonitor.Open();
        long end = Environment.TickCount64 + (long)s_longestWait.TotalMilliseconds;
        while (true)
        {
            var link = HostEnd(host);
            if (link.IsOperational)
                return link;
            if (end - Environment.TickCount64 is not (> 0 and var left) || !monitor.Wait(link, TimeSpan.FromMilliseconds(left)))
                throw new CniError(CniErrorCode.Internal, $"bridge port in error state: {link.OperationalStateName}",
                    $"{HostName} waited {s_longestWait.TotalSeconds} s to be up");
        }
    }
}
