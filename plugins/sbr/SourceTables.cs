using System.Net;
using Cni;
using Linux;
using Netlink;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Sbr;

/// <summary>
/// A rule for each address of a container's link, and a routing table for each rule. The link's own routes move there, so that only packets from its
/// addresses take them.
/// </summary>
internal sealed class SourceTables(RouteSocket pod, Link link, SbrConfig config)
{
    const uint First = 100, Default = 253;   // tables 253 to 255 are default, main and local

    /// <summary>All of it in one send, the rules first and what is taken from the main table last.</summary>
    public void Add(IReadOnlyList<CniAddress> ips)
    {
        using var batch = pod.Batch();
        if (config.Table is { } table)
            foreach (var ip in ips)
                batch.Add(RoutingRule.FromAddress(ip.Address.Address, table));
        else
            Move(batch, ips);
        batch.Commit();
    }

    void Move(RouteBatch batch, IReadOnlyList<CniAddress> ips)
    {
        var all = pod.Routes.List(table: null);
        var taken = Taken(all);
        var own = all.FindAll(route => route.LinkIndex == link.Index && route.Table == Route.MainTable);
        own.Sort((a, b) => (a.Gateway is null ? 0 : 1) - (b.Gateway is null ? 0 : 1));   // a gateway is found by the route to its network
        var moved = new List<Route>();
        foreach (var ip in ips)
        {
            uint table = First;
            while (!taken.Add(table))
                table++;
            batch.Add(RoutingRule.FromAddress(ip.Address.Address, table));
            foreach (var route in own)
                if (IsFor(ip, route))
                {
                    batch.Replace(In(table, route));
                    if (!moved.Contains(route) && !IsLinkLocal(route))
                        moved.Add(route);
                }
            if (config.GatewayOf(ip) is { } gateway)
                batch.Replace(Route.Default(gateway, link) with { Table = table });
        }
        foreach (var route in moved)
            if (config.AddSourceHints && route.Gateway is null)
                Hint(batch, route, ips);
            else
                batch.Delete(route);
    }

    HashSet<uint> Taken(List<Route> routes)
    {
        var taken = new HashSet<uint> { Default, Route.MainTable, Route.LocalTable };
        foreach (var route in routes)
            taken.Add(route.Table);
        foreach (var rule in pod.Rules.List())
            taken.Add(rule.Table);
        return taken;
    }

    static Route In(uint table, Route route) => route with { Table = table, Flags = RouteFlags.None };

    // Of the same family; from this address or to its network, by a gateway of its network, or, when it says neither, of any address.
    static bool IsFor(CniAddress ip, Route route) => route.Family == ip.Address.Address.Family()
        && (route.PreferredSource is { } source ? source.Equals(ip.Address.Address) || LeadsToNetworkOf(ip, route)
            : route.Gateway is not { } gateway || ip.Address.Contains(gateway) || gateway.IsIPv6LinkLocal);

    // Of several addresses in a network, the kernel names the first as the one to send from.
    static bool LeadsToNetworkOf(CniAddress ip, Route route) => route.Gateway is null && route.To is { } to && to.Contains(ip.Address.Address);

    // It stays in the main table as well: link-local addresses have no rule.
    static bool IsLinkLocal(Route route) => route.To is { } to && (to.BaseAddress.IsIPv6LinkLocal || to.BaseAddress.IsIPv6Multicast);

    static void Hint(RouteBatch batch, Route route, IReadOnlyList<CniAddress> ips)
    {
        foreach (var ip in ips)
            if (route.To is { } to && to.BaseAddress.Family() == ip.Address.Address.Family() && to.Contains(ip.Address.Address))
            {
                batch.Replace(route with { PreferredSource = ip.Address.Address });
                return;
            }
    }

    /// <summary>Throws unless each address has its rule, and its table leads out by the link.</summary>
    public void Check(IReadOnlyList<CniAddress> ips)
    {
        var rules = pod.Rules.List();
        var routes = pod.Routes.List(table: null).FindAll(route => route.LinkIndex == link.Index);
        foreach (var ip in ips)
        {
            var address = ip.Address.Address;
            if (rules.Find(rule => IsOf(rule, address) && (config.Table is null || rule.Table == config.Table)) is not { } found)
                throw AttachmentCheck.Differs($"there is no rule from {address}", config.Table is { } wanted ? $"it should look up table {wanted}" : "");
            if (config.Table is not null)
                continue;
            var own = routes.FindAll(route => route.Table == found.Table && route.Family == address.Family());
            if (config.GatewayOf(ip) is { } gateway && !own.Exists(route => route.To is null && gateway.Equals(route.Gateway)))
                throw AttachmentCheck.Differs($"table {found.Table} has no default route by {gateway}", $"it is the table of {found}");
            if (own.Count == 0)
                throw AttachmentCheck.Differs($"table {found.Table} has no route by {link.Name}", $"it is the table of {found}");
        }
    }

    static bool IsOf(RoutingRule rule, IPAddress address) => rule is { AsksForMore: false, Table: not (Route.MainTable or Route.LocalTable or Default) }
        && address.Equals(rule.From) && rule.FromLength == address.FullPrefix();

    /// <summary>
    /// Removes the rules of the link's addresses, and gives the main table back what their tables have. When the link is gone, and so what its tables had,
    /// rules are removed that lead nowhere any more.
    /// </summary>
    public static void TakeBack(RouteSocket pod, Link? link, SbrConfig config, string ifName)
    {
        var routes = pod.Routes.List(table: null);
        var own = Addresses(pod, link, config, ifName);
        var rules = pod.Rules.List().FindAll(rule => own.Exists(address => IsOf(rule, address)) || link is null && LeadsNowhere(pod, rule, routes));
        if (rules.Count == 0)
            return;
        if (link is not null && config.Table is null)
            GiveBack(pod, routes.FindAll(route => route.LinkIndex == link.Index && rules.Exists(rule => rule.Table == route.Table)), routes);
        using var batch = pod.Batch();
        foreach (var rule in rules)
            batch.Delete(rule);
        batch.Commit(ignore: Errno.NoEntry);
    }

    static List<IPAddress> Addresses(RouteSocket pod, Link? link, SbrConfig config, string ifName)
    {
        var addresses = new List<IPAddress>();
        foreach (var ip in config.AddressesOf(ifName))
            addresses.Add(ip.Address.Address);
        if (link is not null)
            foreach (var address in pod.Addresses.List(link))
                addresses.Add(address.Ip);
        return addresses;
    }

    static bool LeadsNowhere(RouteSocket pod, RoutingRule rule, List<Route> routes) => rule.Table >= First && rule.From is { } from && IsOf(rule, from)
        && !routes.Exists(route => route.Table == rule.Table) && !pod.Addresses.List().Exists(address => address.Ip.Equals(from));

    static void GiveBack(RouteSocket pod, List<Route> own, List<Route> all)
    {
        own.Sort((a, b) => (a.Gateway is null ? 0 : 1) - (b.Gateway is null ? 0 : 1));
        using (var back = pod.Batch())
        {
            foreach (var route in own)
                if (route.To is not null || !all.Exists(other => other.To is null && other.Family == route.Family && other.Table == Route.MainTable))
                    back.Add(In(Route.MainTable, route));
            back.Commit(ignore: Errno.Exists);
        }
        using var batch = pod.Batch();
        foreach (var route in own)
            batch.Delete(route);
        batch.Commit(ignore: Errno.NoProcess);
    }
}
