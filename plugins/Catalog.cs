using Cni;

namespace Plugins;

/// <summary>Every plugin and the name it answers to. A new plugin is a folder here and a line below.</summary>
internal static class Catalog
{
    static readonly (string Name, Func<CniPlugin> Create)[] s_plugins =
    [
        ("bridge", () => new Bridge.BridgePlugin()),
        ("dummy", () => new Dummy.DummyPlugin()),
        ("host-device", () => new HostDevice.HostDevicePlugin()),
        ("host-local", () => new HostLocal.HostLocalPlugin()),
        ("ipvlan", () => new Ipvlan.IpvlanPlugin()),
        ("loopback", () => new Loopback.LoopbackPlugin()),
        ("macvlan", () => new Macvlan.MacvlanPlugin()),
        ("portmap", () => new Portmap.PortmapPlugin()),
        ("ptp", () => new Ptp.PtpPlugin()),
        ("static", () => new Static.StaticPlugin()),
        ("tap", () => new Tap.TapPlugin()),
        ("veth", () => new Ptp.PtpPlugin()),
        ("vlan", () => new Vlan.VlanPlugin()),
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
