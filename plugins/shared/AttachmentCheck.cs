using Cni;
using Netlink;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>CHECK of what attachments have: each method names the first thing that is missing or different.</summary>
internal static class AttachmentCheck
{
    public static CniError Differs(string what, string details = "") => new(CniErrorCode.Internal, what, details);

    /// <summary>The container's link, there, of its kind (any, when it is null) and as it was reported.</summary>
    public static Link Link(RouteSocket pod, Attachment at, CniResult made, uint? mtu, string? kind = "veth")
    {
        var reported = made.Interfaces.FirstOrDefault(link => link.Name == at.IfName && link.Sandbox != "");
        if (reported is not null && reported.Sandbox != at.NetNs)
            throw Differs($"Sandbox in prevResult {reported.Sandbox} doesn't match configured netns: {at.NetNs}");
        if (pod.Links.Find(at.IfName) is not { } link)
            throw Differs($"{at.IfName} is missing in {at.NetNs}");
        if (kind is not null && link.Kind != kind)
            throw Differs($"{at.IfName} in {at.NetNs} is not {(kind[0] == 'i' ? "an" : "a")} {kind}");
        if (reported is { Mac: not "" } && reported.Mac != link.Mac.Text())
            throw Differs($"{at.IfName} has the MAC address {link.Mac.Text()}, not {reported.Mac}");
        if (mtu is { } bytes && link.Mtu != bytes)
            throw Differs($"{at.IfName} has an MTU of {link.Mtu} bytes, not {bytes}");
        return link;
    }

    /// <summary>The other end of the container's link, on the host.</summary>
    public static Link HostEnd(RouteSocket host, Link link, CniResult made)
    {
        if (host.Links.Find(link.ParentIndex) is not { Kind: "veth" } hostEnd
            || made.Interfaces.FirstOrDefault(reported => reported.Sandbox == "" && reported.Name == hostEnd.Name) is not { } report)
            throw Differs($"{link.Name} has no veth peer on the host, at least not the one that was reported");
        if (report.Mac != "" && report.Mac != hostEnd.Mac.Text())
            throw Differs($"{hostEnd.Name} has the MAC address {hostEnd.Mac.Text()}, not {report.Mac}");
        return hostEnd;
    }

    /// <summary>The link is up and has all addresses of the result.</summary>
    public static void Addresses(RouteSocket pod, Link link, CniResult made)
    {
        if (!link.IsUp)
            throw Differs($"{link.Name} is down");
        var there = pod.Addresses.List(link);
        foreach (var ip in made.Ips)
            if (!there.Any(address => address.Ip.Equals(ip.Address.Address) && address.PrefixLength == ip.Address.PrefixLength))
                throw Differs($"Failed to match addr {ip.Address} on interface {link.Name}");
    }

    /// <summary>A route of the result as it must be in the kernel. The reference plugins do not pass on <c>mtu</c> and <c>advmss</c>.</summary>
    public static Route Expected(CniRoute route, Link link, CniResult made, bool keepsMetrics)
    {
        var expected = ContainerAddresses.RouteOf(route, link, made.Ips);
        return keepsMetrics ? expected : expected with { Mtu = 0, AdvertisedMss = 0 };
    }

    /// <summary>All of these routes are there. What one leaves open may be anything.</summary>
    public static void Routes(RouteSocket socket, IReadOnlyList<Route> expected)
    {
        var there = socket.Routes.List(table: null);
        foreach (var wanted in expected)
            if (!there.Exists(found => Leads(found, wanted) && Differences(found, wanted) == ""))
                throw Differs($"Expected Route {NameOf(wanted)} not found in routing table", Nearest(there, wanted));
    }

    static bool Leads(Route found, Route wanted) => found.Family == wanted.Family && Nullable.Equals(found.To, wanted.To) && IsWhere(found, wanted)
        && (found.LinkIndex == wanted.LinkIndex || found.NextHops.Any(hop => hop.LinkIndex == wanted.LinkIndex));

    // A plugin later in the chain (sbr, vrf) may have moved what was put into the main table into one of its own.
    static bool IsWhere(Route found, Route wanted) => found.Table == wanted.Table || wanted.Table == Route.MainTable && found.Table != Route.LocalTable;

    static string Nearest(List<Route> there, Route wanted) => there.Find(found => Leads(found, wanted)) is { } nearest
        ? $"it should be {wanted}: what is there has {Differences(nearest, wanted)}"
        : $"it should be {wanted}";

    static string Differences(Route found, Route wanted)
    {
        var different = new List<string>();
        if (wanted.Gateway is { } gateway && !gateway.Equals(found.Gateway) && !found.NextHops.Any(hop => gateway.Equals(hop.Gateway)))
            different.Add(found.Gateway is null ? "no gateway" : $"the gateway {found.Gateway}");
        if (wanted.Mtu != 0 && wanted.Mtu != found.Mtu)
            different.Add($"mtu {found.Mtu}");
        if (wanted.AdvertisedMss != 0 && wanted.AdvertisedMss != found.AdvertisedMss)
            different.Add($"advmss {found.AdvertisedMss}");
        if (wanted.Priority != 0 && wanted.Priority != found.Priority)
            different.Add($"metric {found.Priority}");
        if (wanted is { Family: Family.Ipv4, Scope: { } scope } && scope != found.Scope)
            different.Add($"scope {found.Scope}");
        return string.Join(" and ", different);
    }

    static string NameOf(Route route) => route.To is { } to ? $"{IpText.Format(to.BaseAddress)}/{to.PrefixLength}" : route.Family == Family.Ipv4 ? "0.0.0.0/0" : "::/0";
}
