using Cni;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Macvlan;

/// <summary>Gives the container a MAC address of its own on the network that a link of the host is in.</summary>
internal sealed class MacvlanPlugin() : ChildPlugin<MacvlanConfig>("macvlan", json => new(json))
{
    protected override LinkSpec Child(string name, Link master, MacvlanConfig config, CniArgs args) =>
        new MacvlanLink(name) { Mode = config.Mode, BroadcastQueueLength = config.BroadcastQueueLength, Mac = config.Mac(args) };

    protected override string? Difference(MacvlanConfig config, Link link)
    {
        if (link.MacvlanMode != config.Mode)
            return $"{link.Name} is in macvlan mode {Text(link.MacvlanMode)}, not {Text(config.Mode)}";
        return config.BroadcastQueueLength is { } length && link.BroadcastQueueLength != length
            ? $"{link.Name} lets {link.BroadcastQueueLength} broadcast frames wait, not {length}"
            : null;
    }

    static string Text(MacvlanMode? mode) => $"{mode}".ToLowerInvariant();

    protected override string MissingResult => "required prevResult missing";
}
