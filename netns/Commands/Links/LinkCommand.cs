using System.CommandLine;

namespace Netctl.Commands;

/// <summary>netctl link: the links of a namespace, as ip link has them.</summary>
internal static class LinkCommand
{
    public static Command Create() => WordVerb.Object("link", "Shows, makes, changes and deletes links.", [],
    [
        WordVerb.Verb("add", """
            Makes a link: veth, bridge, vlan, macvlan, macvtap, ipvlan, vrf, dummy, ifb, vxlan, or any other kind that needs no words of its own.

            link add [link PARENT] [name] NAME [address MAC] [mtu BYTES] [up] [master BRIDGE] [netns NAME|PID|PATH] ... type KIND [...]
            """, [], LinkAdd.Run,
            "netctl add blue", "netctl link add v0 type veth peer name eth0 netns blue"),
        WordVerb.Verb("set", """
            Changes a link.

            link set [dev] NAME [up|down] [mtu BYTES] [address MAC] [name NEW] [master BRIDGE|nomaster] [netns NAME|PID|PATH] ... [type KIND ...]
            """, ["change"], LinkSet.Run,
            "netctl link add br0 type bridge", "netctl link set br0 up mtu 1400"),
        WordVerb.Verb("replace", "Makes a link, or changes the one of its name; the words are those of add.", [], LinkAdd.Replace,
            "netctl link replace br0 type bridge"),
        WordVerb.Verb("delete", "Deletes a link; both ends of a veth go together.\n\nlink delete [dev] NAME", [], LinkDelete.Run,
            "netctl link add v0 type veth", "netctl link delete v0"),
        WordVerb.Verb("show", """
            Shows links.

            link show [[dev] NAME] [up] [master BRIDGE|nomaster] [vrf NAME] [type KIND] [group GROUP]
            """, ["list", "lst", "ls"], LinkShow.Run,
            "netctl -d link show lo", "netctl -br link"),
    ]);
}
