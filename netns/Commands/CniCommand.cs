using System.CommandLine;
using Cli;

namespace Netctl.Commands;

/// <summary>netctl cni: attaches namespaces to networks by CNI plugins, by the arguments and the environment of cnitool.</summary>
internal static class CniCommand
{
    /// <summary>What the examples begin with: a network to attach to, and a namespace.</summary>
    public static string[] Demo =>
    [
        "mkdir -p /etc/cni/net.d",
        """echo '{"cniVersion":"1.1.0","name":"demo","plugins":[{"type":"bridge","bridge":"demo0","isGateway":true,""",
        """      "ipam":{"type":"host-local","subnet":"10.44.0.0/24"}}]}' >/etc/cni/net.d/demo.conflist""",
        "netctl add blue",
    ];

    /// <summary>The same, attached.</summary>
    public static string[] Attached => [.. Demo, "netctl cni add demo blue"];

    public static Command Create()
    {
        var cni = new Verb("cni", """
            Attaches namespaces to CNI networks: what a container runtime does, by hand.

            A network is a .conflist (or .conf) file in /etc/cni/net.d, found by the "name" in it.

            Environment, as cnitool has it:
              CNI_PATH      where the plugins are, folders with ':' between them (/opt/cni/bin)
              NETCONFPATH   where the networks are (/etc/cni/net.d)
              CNI_IFNAME    the interface in the namespace (eth0); -i comes first
              CNI_ARGS      KEY=VALUE;KEY=VALUE for the plugins, such as IP=10.44.0.9
              CAP_ARGS      JSON for plugins that declare a capability: {"portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp"}]}

            Exit codes, as cnitool has them: 0 done, 1 failed, with a sentence on standard error.
            """, [.. Attached, "netctl -n blue addr", "netctl cni del demo blue"]);
        cni.Add(CniAdd.Create());
        cni.Add(CniCheck.Create());
        cni.Add(CniDel.Create());
        cni.Add(CniGc.Create());
        cni.Add(CniStatus.Create());
        cni.Add(CniList.Create());
        return cni;
    }
}
