using Cni;

namespace Plugins;

/// <summary>Every plugin and the name it answers to. A new plugin is a folder here and a line below.</summary>
internal static class Catalog
{
    static readonly (string Name, Func<CniPlugin> Create)[] s_plugins =
    [
        ("bandwidth", () => new Bandwidth.BandwidthPlugin()),
        ("bridge", () => new Bridge.BridgePlugin()),
        ("dhcp", () => new Dhcp.DhcpPlugin()),
        ("dnsname", () => new Names.NamesPlugin()),
        ("dummy", () => new Dummy.DummyPlugin()),
        ("firewall", () => new Firewall.FirewallPlugin()),
        ("host-device", () => new HostDevice.HostDevicePlugin()),
        ("host-local", () => new HostLocal.HostLocalPlugin()),
        ("ipvlan", () => new Ipvlan.IpvlanPlugin()),
        ("loopback", () => new Loopback.LoopbackPlugin()),
        ("macvlan", () => new Macvlan.MacvlanPlugin()),
        ("names", () => new Names.NamesPlugin()),
        ("portmap", () => new Portmap.PortmapPlugin()),
        ("ptp", () => new Ptp.PtpPlugin()),
        ("sbr", () => new Sbr.SbrPlugin()),
        ("static", () => new Static.StaticPlugin()),
        ("tap", () => new Tap.TapPlugin()),
        ("tuning", () => new Tuning.TuningPlugin()),
        ("veth", () => new Ptp.PtpPlugin()),
        ("vlan", () => new Vlan.VlanPlugin()),
        ("vrf", () => new Vrf.VrfPlugin()),
    ];

    /// <summary>What a plugin's file does, called with a word after its name, instead of being a plugin: <c>dhcp daemon</c>.</summary>
    static readonly (string Name, string Word, Mode Run)[] s_modes = [("dhcp", "daemon", Dhcp.Daemon.DhcpDaemon.Run)];

    /// <summary>Runs with the arguments that follow the word; the exit status.</summary>
    public delegate int Mode(ReadOnlySpan<string> arguments);

    public static Mode? FindMode(string name, ReadOnlySpan<string> arguments)
    {
        foreach (var mode in s_modes)
            if (mode.Name == name && arguments.Length > 0 && arguments[0] == mode.Word)
                return mode.Run;
        return null;
    }

    public static IEnumerable<string> Names => s_plugins.Select(plugin => plugin.Name);

    public static CniPlugin? Find(string name)
    {
        foreach (var plugin in s_plugins)
            if (plugin.Name == name)
                return plugin.Create();
        return null;
    }
}
