using Cni;
using Linux;
using Netlink.Routing;

namespace Plugins.Dhcp.Daemon;

/// <summary>
/// The link that a lease is for. Between two talks with a server nothing of it is held open: an open file would keep a namespace, with its links, alive that
/// everybody else has given up. So it is known by its path, and by what was there when the lease was asked for.
/// </summary>
internal sealed record ContainerLink(string NetNs, FileIdentity Namespace, string IfName)
{
    const ushort ClientPort = 68;

    /// <summary>What tells a namespace from every other, for a file.</summary>
    public static string Text(FileIdentity ns) => $"{ns.Major}:{ns.Minor}:{ns.Inode}";

    /// <summary>The link as it is now.</summary>
    /// <exception cref="CniError">It, or its namespace, is not there.</exception>
    public static ContainerLink At(string netns, string ifName)
    {
        using var ns = NetNamespace.Find(netns);
        if (ns is null || FileIdentity.Of(netns) is not { } identity)
            throw new CniError(CniErrorCode.InvalidNetNs, $"no network namespace is at {netns}");
        using var pod = RouteSocket.Open(ns);
        return pod.Links.Find(ifName) is not null ? new(netns, identity, ifName)
            : throw new CniError(CniErrorCode.Internal, $"error looking up \"{ifName}\": there is no such link in {netns}");
    }

    /// <summary>Starts a talk with whoever is out there; the link is set up for it. Null when the link, or its namespace, is gone.</summary>
    public Conversation? Open()
    {
        using var ns = FindNamespace();
        if (ns is null)
            return null;
        using var pod = RouteSocket.Open(ns);
        if (pod.Links.Find(IfName) is not { } link)
            return null;
        if (!link.IsUp)
            pod.Links.SetUp(link);
        return new(ns.Visit(() => PacketSocket.OpenForUdp(link.Index, ClientPort)), link);
    }

    /// <summary>Whether the link is there still.</summary>
    public bool Exists
    {
        get
        {
            using var ns = FindNamespace();
            if (ns is null)
                return false;
            using var pod = RouteSocket.Open(ns);
            return pod.Links.Find(IfName) is not null;
        }
    }

    /// <summary>Keeps the container from using an address that is not its own any more.</summary>
    public void SetDown()
    {
        using var ns = FindNamespace();
        if (ns is null)
            return;
        using var pod = RouteSocket.Open(ns);
        if (pod.Links.Find(IfName) is { } link)
            pod.Links.Change(new(link) { Up = false });
    }

    NetNamespace? FindNamespace() => FileIdentity.Of(NetNs) == Namespace ? NetNamespace.Find(NetNs) : null;
}
