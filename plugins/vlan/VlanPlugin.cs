using Cni;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Vlan;

/// <summary>Puts the container into one VLAN of the network that a link of the host is in.</summary>
internal sealed class VlanPlugin() : ChildPlugin<VlanConfig>("vlan", json => new(json))
{
    protected override LinkSpec Child(string name, Link master, VlanConfig config, CniArgs args) => master.IsUp
        ? new VlanLink(name, config.Id)
        : throw new CniError(CniErrorCode.TryAgainLater, $"master {master} is down, and a VLAN of it cannot be up", $"ip link set {master} up");

    protected override CniResult Lease(CniCommand command, VlanConfig config, Undo undo)
    {
        try
        {
            return base.Lease(command, config, undo);
        }
        catch (CniError e)
        {
            throw new CniError(e.Code, $"failed to execute IPAM delegate: {e.Message}", e.Details);
        }
    }

    protected override string? Difference(VlanConfig config, Link link) => link.VlanId == config.Id ? null : $"{link.Name} is VLAN {link.VlanId}, not {config.Id}";

    protected override string MissingResult => "vlan: Required prevResult missing";
}
