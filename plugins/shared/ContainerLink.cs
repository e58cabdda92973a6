using System.Text;
using Cni;
using Linux;
using Netlink;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>A container's one link: how it is made where the kernel minds its name, set up, and taken away again.</summary>
internal static class ContainerLink
{
    /// <summary>
    /// Makes a link in the container, under its final name, by a socket in another network. Kernels before 6.15 look for that name where the socket is
    /// too, and the host has an eth0 of its own: there it is made under another name first.
    /// </summary>
    public static void Make(RouteSocket by, LinkPlace place, LinkSpec spec)
    {
        try
        {
            by.Add(spec);
        }
        catch (NetlinkException e) when (e.Errno == Errno.Exists && spec.Namespace is not null && by.Links.Find(spec.Name) is not null)
        {
            string meanwhile = MeanwhileName(place.At);
            by.Add(spec with { Name = meanwhile });
            place.Pod.Links.Change(new LinkChange(place.Pod.Links.Get(meanwhile)) { NewName = spec.Name });
        }
        catch (NetlinkException e) when (e.Errno == Errno.NotSupported)
        {
            throw new CniError(CniErrorCode.NotAvailable, $"this kernel has no {spec.Kind} links", e.Message);
        }
    }

    // Always the same for an attachment, so that who comes after one that was killed knows it. Nobody else has such a name.
    static string MeanwhileName(Attachment at) =>
        $"cni{Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes($"{at.ContainerId} {at.IfName}")))[..12]}";

    /// <summary>
    /// Has addresses given out by who needs the link for it, which is down again after that: it is to come up with its addresses, for the kernel to
    /// tell the neighbours of them.
    /// </summary>
    public static CniResult LeaseOver(LinkPlace place, Link link, Func<CniResult> lease)
    {
        place.Pod.Links.SetUp(link);
        var leased = lease();
        place.Pod.Links.Change(new LinkChange(link) { Up = false });
        return leased;
    }

    /// <summary>
    /// Addresses, up, routes, and the owner as alias, in one send. The addresses come first: of those that a link has when it comes up, the kernel tells the
    /// neighbours (gratuitous ARP, unsolicited neighbour advertisement), who may still know them by another container's MAC address.
    /// </summary>
    public static void SetUp(LinkPlace place, Link link, CniResult leased, string alias)
    {
        if (leased.Ips.Count > 0)
            place.Namespace.Visit(() =>
            {
                ContainerSysctls.AllowIPv6(link.Name, leased);
                ContainerSysctls.Announce(link.Name);
            });
        using var batch = place.Pod.Batch();
        foreach (var ip in leased.Ips)
            batch.Add(ContainerAddresses.AddressOf(ip.Address, link));
        batch.Change(new LinkChange(link) { Up = true, Alias = alias });
        ContainerAddresses.AddRoutes(batch, link, leased);
        batch.Commit();
    }

    /// <summary>
    /// Deletes an attachment's link by whichever trail leads to it: its name, the alias that it keeps when it is renamed, the name it is made under. What the
    /// reference plugins made bears no alias; what is of another kind, or bears another's, is not the attachment's.
    /// </summary>
    public static void Remove(RouteSocket pod, Attachment at, string kind, string owner)
    {
        if (pod.Links.Find(at.IfName) is { } link && IsOurs(link, kind, owner))
        {
            pod.Links.DeleteIfThere(link.Name);
            return;
        }
        string meanwhile = MeanwhileName(at);
        foreach (var other in pod.Links.ListKind(kind))
            if (other.Alias == owner || other.Name == meanwhile)
                pod.Links.DeleteIfThere(other.Name);
    }

    static bool IsOurs(Link link, string kind, string owner) => link.Kind == kind && (link.Alias == "" || link.Alias == owner);
}
