using Cni;
using Netlink.Routing;

namespace Plugins.Bandwidth;

/// <summary>The host's end of a container's veth, where its packets pass.</summary>
internal static class HostVeth
{
    /// <summary>The end that belongs to the container's link and is in the result.</summary>
    public static Link Get(RouteSocket host, Attachment at, CniResult made)
    {
        if (made.Interfaces.Count == 0)
            throw Missing("no interfaces provided");
        using var ns = at.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        if (pod.Links.Find(at.IfName) is not { } link)
            throw Missing($"container interface {at.IfName} has no veth peer: Link not found");
        if (link.Kind != "veth" || link.ParentIndex == 0)
            throw Missing($"container interface {at.IfName} has no veth peer: it is {(link.Kind == "" ? "no veth" : $"a {link.Kind}")}");
        if (host.Links.Find(link.ParentIndex) is not { } hostEnd)
            throw Missing($"veth peer with index {link.ParentIndex} is not in host ns");
        // The number may be another namespace's; the name that the result tells is the host's.
        return hostEnd.Kind == "veth" && hostEnd.ParentIndex == link.Index && IsReported(made, hostEnd.Name)
            ? hostEnd
            : throw Missing("no veth peer of container interface found in host ns");
    }

    static CniError Missing(string what) => new(CniErrorCode.Internal, what, "bandwidth is limited at the host's end of a veth, which a plugin before it in the chain has made");

    static bool IsReported(CniResult made, string name)
    {
        foreach (var link in made.Interfaces)
            if (link.Sandbox == "" && link.Name == name)
                return true;
        return false;
    }

    /// <summary>For DEL: the veth that the result tells of; null when it is gone, or somebody else's by now.</summary>
    public static Link? Find(RouteSocket host, CniResult? made)
    {
        foreach (var reported in made?.Interfaces ?? [])
            if (reported.Sandbox == "" && host.Links.Find(reported.Name) is { Kind: "veth" } found && (reported.Mac == "" || found.Mac.Text() == reported.Mac))
                return found;
        return null;
    }
}
