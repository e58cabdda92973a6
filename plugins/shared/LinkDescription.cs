using Cni;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>A link as results tell of it.</summary>
internal static class LinkDescription
{
    public static CniInterface Describe(this Link link) => new(link.Name, link.Mac.Text()) { Mtu = link.Mtu };
}
