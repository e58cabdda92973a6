using Cni;
using Linux;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>
/// The hosts' ends of containers' veths, when they are to go. Each bears its owner (<see cref="Owner"/>) as alias, so that DEL and GC need not guess;
/// those that the reference plugins made bear none, and are known by what else is known of their attachments (<see cref="UnmarkedEnds"/>).
/// </summary>
internal static class HostEnds
{
    /// <summary>Deletes an attachment's veth by whichever trail leads to it: the container's end, the previous result, the alias.</summary>
    public static void Remove(Attachment at, CniResult? made, string owner)
    {
        using (var ns = at.FindNetNs())
            if (ns is not null)
            {
                using var pod = RouteSocket.Open(ns);
                if (pod.Links.DeleteIfThere(at.IfName))
                    return;
            }
        using var host = RouteSocket.Open();
        if ((FindReported(host, made, owner) ?? FindOwned(host, owner)) is { } hostEnd)
            host.Links.DeleteIfThere(hostEnd.Name);
    }

    // The same name is not enough: since that ADD, another container may have been given it.
    static Link? FindReported(RouteSocket host, CniResult? made, string owner)
    {
        foreach (var reported in made?.Interfaces ?? [])
            if (reported.Sandbox == "" && reported.Name.StartsWith("veth", StringComparison.Ordinal)
                && host.Links.Find(reported.Name) is { Kind: "veth" } found && found.Mac.Text() == reported.Mac && (found.Alias == "" || found.Alias == owner))
                return found;
        return null;
    }

    static Link? FindOwned(RouteSocket host, string owner)
    {
        foreach (var link in host.Links.ListKind("veth"))
            if (link.Alias == owner)
                return link;
        return null;
    }

    /// <summary>Deletes those of the network whose attachments are not among the valid ones. To be asked while the address plugin still has their leases.</summary>
    /// <param name="bridge">Whose ports the network's ends are; null where they are nobody's.</param>
    public static void Gc(CniCommand command, PluginConfig config, IReadOnlySet<AttachmentKey> valid, string? bridge = null)
    {
        var isGarbage = Owner.Garbage(config.Name, valid);
        UnmarkedEnds? unmarked = null;
        using var host = RouteSocket.Open();
        foreach (var link in host.Links.ListKind("veth"))
            if (link.Alias != "" ? isGarbage(link.Alias) : (unmarked ??= new(host, Departures.Of(command, config, valid), bridge)).AreGone(link))
                host.Links.DeleteIfThere(link.Name);
    }
}
