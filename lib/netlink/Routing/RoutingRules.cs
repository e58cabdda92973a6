using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>The routing policy rules of a socket's namespace.</summary>
public readonly struct RoutingRules(RouteSocket socket)
{
    /// <summary>All of them, in the order in which they are asked; of one family, if asked.</summary>
    public List<RoutingRule> List(Family family = Family.Any) =>
        socket.List(RTM.GETRULE, new("list", "rules"), to => to.Body(new FibRuleHdr { Family = (byte)family }), RoutingRule.Parse);
}
