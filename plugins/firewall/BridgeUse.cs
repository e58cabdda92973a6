using Netlink.Routing;

namespace Plugins.Firewall;

/// <summary>Whether rules about a bridge still concern anybody.</summary>
internal static class BridgeUse
{
    /// <summary>Whether others than these links are, or may be, behind the bridge. One that is gone has nobody behind it.</summary>
    /// <param name="leaving">The links of the host that belong to the container that goes.</param>
    public static bool IsUsed(string bridge, IReadOnlyList<string> leaving)
    {
        using var host = RouteSocket.Open();
        if (host.Links.Find(bridge) is not { } link)
            return false;
        return link.Kind == "bridge" ? host.Links.MayHaveMember(link, port => !leaving.Contains(port.Name)) : !leaving.Contains(bridge);
    }
}
