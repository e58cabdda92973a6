using Tests;
using Tests.Commands;

namespace Conformance.Differential;

/// <summary>A bridge with a DHCP server on it, and the daemon that one make's plugin asks for leases.</summary>
internal static class Lan
{
    const string Socket = "/run/cni/dhcp.sock";

    /// <param name="server">Flags of dnsmasq.</param>
    public static void Make(Lab lab, PluginFolder plugins, string server)
    {
        var lan = new DhcpLan(lab, $"--dhcp-sequential-ip {server}", term: "1h");
        if (plugins != PluginFolder.Ours)
            Exchange(lab, lan.Daemon, plugins);
    }

    /// <summary>
    /// Ends a daemon; another make's listens at the same place. The reference's says nothing when it does, and often asks while the link is still coming up: it waits
    /// ten seconds, then, before it asks again, unless it is told otherwise.
    /// </summary>
    public static Background Exchange(Lab lab, Background daemon, PluginFolder plugins)
    {
        daemon.Stop();
        File.Delete(Socket);
        var other = lab.Start($"{plugins.Path}/dhcp daemon -timeout 1s");
        lab.Until("the daemon listens", () => File.Exists(Socket));
        return other;
    }
}
