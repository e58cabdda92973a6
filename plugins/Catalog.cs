using Cni;

namespace Plugins;

/// <summary>Every plugin and the name it answers to. A new plugin is a folder here and a line below.</summary>
internal static class Catalog
{
    static readonly (string Name, Func<CniPlugin> Create)[] s_plugins =
    [
        ("bandwidth", () => new Bandwidth.BandwidthPlugin()),
        ("bridge", () => new Bridge.BridgePlugin()),
        ("firewall", () => new Firewall.FirewallPlugin()),
        ("host-local", () => new HostLocal.HostLocalPlugin()),
        ("loopback", () => new Loopback.LoopbackPlugin()),
        ("macvlan", () => new Macvlan.MacvlanPlugin()),
        ("portmap", () => new Portmap.PortmapPlugin()),
        ("ptp", () => new Ptp.PtpPlugin()),
        ("sbr", () => new Sbr.SbrPlugin()),
        ("static", () => new Static.StaticPlugin()),
        ("tuning", () => new Tuning.TuningPlugin()),
        ("veth", () => new Ptp.PtpPlugin()),
        ("vrf", () => new Vrf.VrfPlugin()),
    ];

    public static IEnumerable<string> Names => s_plugins.Select(plugin => plugin.Name);

    public static CniPlugin? Find(string name)
    {
        foreach (var plugin in s_plugins)
            if (plugin.Name == name)
                return plugin.Create();
        return null;
    }
}
