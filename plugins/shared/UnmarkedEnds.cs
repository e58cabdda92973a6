using Cni;
using Linux;
using Netlink;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>
/// The hosts' ends of veths that the reference plugins made: which of them are those of attachments that are gone. A result that names the link tells it; or the
/// container's end does, which is still there, or the veth would not be. It has the address of a departed attachment's lease, under that one's name, since the
/// lease was given out; and the host's end is where the network has them, on its bridge or on none.
/// </summary>
internal sealed class UnmarkedEnds(RouteSocket host, Departures gone, string? bridge)
{
    /// <summary>How soon after the lease the reference plugins have given the link its address. Whoever had the same address at another time is somebody else.</summary>
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60), s_atOnce = TimeSpan.FromSeconds(-1);

    readonly int _master = bridge is null ? 0 : host.Links.Find(bridge)?.Index ?? -1;

    public bool AreGone(Link end) => gone.Kept.Any(kept => IsNamedIn(kept, end)) || gone.All.Any(one => one.Leased is not null) && IsLeasedTo(end);

    // The same name is not enough: since that ADD, another container may have been given it.
    static bool IsNamedIn(CachedAttachment kept, Link end) =>
        kept.Result?.Interfaces.Any(reported => reported.Sandbox == "" && reported.Name == end.Name && reported.Mac == end.Mac.Text()) ?? false;

    bool IsLeasedTo(Link end)
    {
        if (end.ParentNamespaceId is not { } there || end.ParentIndex == 0 || end.MasterIndex != _master)
            return false;
        try
        {
            // Whatever another network has, too, speaks for the whole link.
            var addresses = host.Addresses.ListThere(there, end.ParentIndex).FindAll(address => address.Scope == Scope.Global);
            return addresses.Exists(address => gone.All.Any(one => Fits(one, address))) && !addresses.Exists(address => gone.IsAnothers(address.Ip));
        }
        catch (NetlinkException)
        {
            return false;   // it, or the namespace, has just gone, or is not ours to look into
        }
    }

    // The label is the name that the link had when it was given the address; IPv6 addresses have none.
    static bool Fits(Departure one, Address address) => one.Leased is { } leased && one.Address.Equals(address.Ip)
        && (one.Key.IfName == "" || address.Label == "" || address.Label == one.Key.IfName)
        && FileTime.Now - leased - address.Age is var wait && wait > s_atOnce && wait < s_soon;
}
