using Tests;

namespace Conformance;

/// <summary>What a plugin can have changed, as the machine's own tools tell it; compared before and after.</summary>
internal static class Snapshot
{
    /// <summary>Links, addresses, routes, firewall and leases of the host.</summary>
    public static string OfHost(Lab lab) => lab.Tool("""
        echo links; ip -br link | sed 's/[ @].*//' | sort
        echo addresses; ip -4 -br addr; ip -6 -br addr show scope global
        echo routes; ip route | sed 's/ linkdown//; s/ *$//' | sort; ip -6 route show proto static
        echo firewall; nft list ruleset 2>/dev/null
        echo leases; cd /var/lib/cni && find . -type f ! -name 'last_reserved_ip.*' ! -name lock ! -path '*/.*' -printf '%p ' -exec cat {} ';' -printf '\n' | sort
        """).Replace(" UNKNOWN ", " ").Replace(" UP ", " ").Replace(" DOWN ", " ");

    /// <summary>What the container has, and how its veth is attached.</summary>
    public static string OfContainer(Lab lab, string ns) =>
        lab.In(ns, "ip -br addr show eth0 | sed 's/@if[0-9]*//; s/fe80:[^ ]*//'; ip route | sed 's/ *$//' | sort; ip -6 route show proto boot; cat /sys/class/net/eth0/mtu 2>/dev/null || true")
        + "\n" + lab.Tool("ip -d -o link show master br-test | grep -Eo 'mtu [0-9]+|(hairpin|isolated|learning) (on|off)'; ip -d -o link show br-test | grep -Eo ' mtu [0-9]+'; cat /proc/sys/net/ipv4/ip_forward");
}
