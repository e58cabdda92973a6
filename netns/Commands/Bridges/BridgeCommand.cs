using System.CommandLine;
using Cli;

namespace Netctl.Commands;

/// <summary>netctl bridge: ports, forwarding entries and VLANs, as bridge(8) has them.</summary>
internal static class BridgeCommand
{
    public static Command Create() => new Verb("bridge", "Shows and changes bridges: their ports, their forwarding entries, their VLANs.", "netctl bridge link") { Link(), Fdb(), Vlan() };

    static Command Link() => WordVerb.Object("link", "Ports of bridges.", [],
    [
        WordVerb.Verb("set", """
            Changes a port.

            bridge link set dev NAME [hairpin|isolated|learning|flood|guard|root_block|fastleave|neigh_suppress|... on|off] [cost N] [priority N] [state STATE] [self] [master]
            """, ["change"], BridgeLinkSet.Run,
            "netctl link add br0 type bridge", "netctl link add v0 master br0 type veth", "netctl bridge link set dev v0 hairpin on isolated on"),
        WordVerb.Verb("show", "Shows ports; with -d their flags.\n\nbridge link show [[dev] NAME] [master BRIDGE]", ["list", "lst", "ls"], BridgeLinkShow.Run, "netctl -d bridge link show"),
    ]);

    static Command Fdb() => WordVerb.Object("fdb", "Behind which port of a bridge, or by which tunnel, a MAC address is.", [],
    [
        WordVerb.Verb("add", """
            Adds an entry, for ever unless it is static or dynamic.

            bridge fdb add MAC dev NAME [self|master] [local|static|dynamic] [vlan N] [dst ADDRESS] [port N] [vni N] [via LINK]
            """, [], FdbChange.Add,
            "netctl link add br0 type bridge", "netctl link add v0 master br0 type veth", "netctl bridge fdb add 02:00:00:00:00:01 dev v0 master static"),
        WordVerb.Verb("append", "Adds an entry beside others of the same MAC address.", [], FdbChange.Append,
            "netctl link add vx0 type vxlan id 1 dstport 4789", "netctl bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.1"),
        WordVerb.Verb("replace", "Adds an entry, or changes the one that is there.", [], FdbChange.Replace,
            "netctl link add vx0 type vxlan id 1 dstport 4789", "netctl bridge fdb replace 02:00:00:00:00:01 dev vx0 dst 192.0.2.1"),
        WordVerb.Verb("delete", "Deletes an entry.\n\nbridge fdb delete MAC dev NAME [self|master] [vlan N]", [], FdbChange.Delete,
            "netctl link add v0 type veth", "netctl bridge fdb add 33:33:00:00:00:09 dev v0", "netctl bridge fdb delete 33:33:00:00:00:09 dev v0"),
        WordVerb.Verb("show", "Shows entries; with -s their age.\n\nbridge fdb show [br BRIDGE] [[brport|dev] NAME] [vlan N] [state STATE]", ["list", "lst", "ls"], FdbShow.Run,
            "netctl bridge fdb show"),
    ]);

    static Command Vlan() => WordVerb.Object("vlan", "VLANs of ports.", [],
    [
        WordVerb.Verb("add", "Lets a port take part in VLANs.\n\nbridge vlan add dev NAME vid N[-M] [pvid] [untagged] [self] [master]", [], BridgeVlanChange.Add,
            "netctl link add br0 type bridge vlan_filtering 1", "netctl link add v0 type veth peer name v1", "netctl link set v0 master br0", "netctl bridge vlan add dev v0 vid 10"),
        WordVerb.Verb("delete", "Takes a port out of VLANs.\n\nbridge vlan delete dev NAME vid N[-M] [self] [master]", [], BridgeVlanChange.Delete,
            "netctl link add br0 type bridge vlan_filtering 1", "netctl link add v0 type veth peer name v1", "netctl link set v0 master br0", "netctl bridge vlan add dev v0 vid 10", "netctl bridge vlan delete dev v0 vid 10"),
        WordVerb.Verb("show", "Shows which VLANs ports take part in.\n\nbridge vlan show [dev NAME] [vid N]", ["list", "lst", "ls"], BridgeVlanShow.Run, "netctl bridge vlan show"),
    ]);
}
