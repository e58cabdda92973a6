using Cni;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Dummy;

/// <summary>Gives the container addresses on a link that leads nowhere.</summary>
internal sealed class DummyPlugin() : ContainerLinkPlugin<DummyConfig>("dummy", json => new(json))
{
    protected override Action Plan(CniCommand command, DummyConfig config, LinkPlace place) =>
        () => ContainerLink.Make(place.Pod, place, new DummyLink(place.At.IfName) { Mtu = config.MtuAskedFor });

    // It has nothing but addresses.
    protected override string? Difference(DummyConfig config, LinkPlace place, Link link) => null;

    protected override string MissingResult => "dummy: Required prevResult missing";
}
