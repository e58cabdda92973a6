namespace Tests.Commands;

/// <summary>
/// A system bus of the lab's own (dbus-daemon), on which somebody owns firewalld's name and keeps zones as it does: a source is in one zone at most.
/// </summary>
internal sealed class FirewalldDouble
{
    const string Double = """
        from gi.repository import Gio, GLib
        zones = {"trusted": [], "public": [], "work": []}
        methods = {"addSource": "s", "removeSource": "s", "querySource": "b"}
        node = Gio.DBusNodeInfo.new_for_xml("<node><interface name='org.fedoraproject.FirewallD1.zone'>" + "".join(
            f"<method name='{name}'><arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='{answer}' direction='out'/></method>"
            for name, answer in methods.items()) + "<method name='getSources'><arg type='s' direction='in'/><arg type='as' direction='out'/></method></interface></node>")
        def refusal(method, zone, source):
            if zone not in zones: return "INVALID_ZONE: " + zone
            if method == "addSource" and source in zones[zone]: return f"ZONE_ALREADY_SET: '{source}' already bound to '{zone}'"
            if method == "addSource" and any(source in other for other in zones.values()): return f"ZONE_CONFLICT: '{source}' already bound to a zone"
            if method == "removeSource" and source not in zones[zone]: return f"UNKNOWN_SOURCE: '{source}' is not in '{zone}'"
        def answer(connection, sender, path, interface, method, parameters, invocation):
            zone, source = parameters[0], parameters[1] if len(parameters) > 1 else None
            if refusal(method, zone, source):
                invocation.return_dbus_error("org.fedoraproject.FirewallD1.Exception", refusal(method, zone, source))
            elif method == "getSources": invocation.return_value(GLib.Variant("(as)", (zones[zone],)))
            elif method == "querySource": invocation.return_value(GLib.Variant("(b)", (source in zones[zone],)))
            else:
                (zones[zone].append if method == "addSource" else zones[zone].remove)(source)
                invocation.return_value(GLib.Variant("(s)", (zone,)))
        Gio.bus_own_name(Gio.BusType.SYSTEM, "org.fedoraproject.FirewallD1", 0,
            lambda connection, name: connection.register_object("/org/fedoraproject/FirewallD1", node.interfaces[0], answer, None, None),
            lambda connection, name: print("owned", flush=True), lambda connection, name: print("lost", flush=True))
        GLib.MainLoop().run()
        """;

    const string Bus = """
        <busconfig><type>system</type><listen>unix:path=SOCKET</listen><auth>EXTERNAL</auth>
        <policy context="default"><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow receive_sender="*"/></policy></busconfig>
        """;

    readonly Lab _lab;
    readonly Background _double;

    /// <param name="socket">Where the bus listens: the usual place, or another.</param>
    public FirewalldDouble(Lab lab, string socket = "/run/dbus/system_bus_socket")
    {
        Skip.If(lab.Try("dbus-daemon --version && busctl --version && /usr/bin/python3 -c 'from gi.repository import Gio'").ExitCode != 0,
            "dbus-daemon, busctl or python3-gi is not installed");
        _lab = lab;
        Address = $"unix:path={socket}";
        Directory.CreateDirectory("/run/dbus");
        File.WriteAllText("/run/bus.conf", Bus.Replace("SOCKET", socket));
        File.WriteAllText("/run/double.py", Double);
        lab.Start("dbus-daemon --nofork --nopidfile --config-file=/run/bus.conf");
        lab.Until("the bus listens", () => lab.Try($"busctl --address={Address} status").ExitCode == 0);
        _double = lab.Start($"env DBUS_SYSTEM_BUS_ADDRESS={Address} /usr/bin/python3 /run/double.py");
        if (_double.ReadLine() is not "owned" and var line)
            throw new InvalidOperationException($"the double says {line}");
    }

    public string Address { get; }

    /// <summary>The sources of a zone, as busctl prints them: <c>as 1 "10.1.0.2/32"</c>.</summary>
    public string SourcesOf(string zone) => Call("getSources", zone);

    public string Call(string method, params string[] arguments) => _lab.Tool(
        $"busctl --address={Address} call org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1.zone {method} "
        + $"{new string('s', arguments.Length)} {string.Join(' ', arguments)}");

    public void Stop() => _double.Stop();
}
