using Cni;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Ipvlan;

/// <summary>
/// Gives the container IP addresses of its own on the network that a link of the host is in, under that link's MAC address. Behind another plugin it may be
/// stacked upon what that one has made, and take its addresses.
/// </summary>
internal sealed class IpvlanPlugin() : ChildPlugin<IpvlanConfig>("ipvlan", json => new(json))
{
    protected override LinkSpec Child(string name, Link master, IpvlanConfig config, CniArgs args) => new IpvlanLink(name) { Mode = config.Mode };

    protected override string MasterOf(IpvlanConfig config) => (config.Master, config.PrevResult) switch
    {
        ("", { Interfaces: [{ Name: not "" } made] }) => made.Name,
        ("", not null) => throw new CniError(CniErrorCode.InvalidConfig, "chained master failure. PrevResult lacks a single named interface"),
        (var named, _) => named,
    };

    // In a chain it is told only to an ADD, like the addresses.
    protected override bool KnowsMaster(IpvlanConfig config) => base.KnowsMaster(config) && (config.Master != "" || config.HasAddresses);

    protected override CniResult Lease(CniCommand command, IpvlanConfig config, Undo undo)
    {
        if (config.HasAddresses)
            return AddressLease.Take(command, config, undo);
        if (config.PrevResult is not { Ips.Count: > 0 } made)
            throw new CniError(CniErrorCode.InvalidConfig, "no plugin name provided: ipam.type is missing, and no plugin before this one has given addresses");
        return made with { Dns = config.Dns.IsEmpty ? made.Dns : config.Dns };
    }

    protected override string? Difference(IpvlanConfig config, Link link) =>
        link.IpvlanMode == config.Mode ? null : $"{link.Name} is in ipvlan mode {Text(link.IpvlanMode)}, not {Text(config.Mode)}";

    static string Text(IpvlanMode? mode) => $"{mode}".ToLowerInvariant();
}
