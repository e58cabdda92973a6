using System.Text.RegularExpressions;
using Tests;

namespace Conformance.Differential;

/// <summary>The state of a host and a container, as iproute2, the proc file system and the firewall's own tools tell it.</summary>
internal static partial class Machine
{
    // Whatever of an attachment is in the firewall has its container's id in a comment, or one of its addresses, or the reference's hash as its chain.
    const string Firewall = "(nft list ruleset; iptables-legacy-save; ip6tables-legacy-save) 2>/dev/null | grep -oE 'attached1|CNI-(DN-|SN-)?[0-9a-f]{21,24}' || true";
    const string Files = "cd /var/lib/cni && find . -path '*/.*' -prune -o -type f -printf '%p %m ' -exec sh -c \"tr '\\r\\n' '|;' <\\\"\\$0\\\"\" {} ';' -printf '\\n'";

    const string Network = """
        echo '=== links'; ip -o -d link show
        echo '=== addresses'; ip -o addr show
        echo '=== routes'; ip -d route show table all; ip -6 -d route show table all; { ip rule; ip -6 rule; } | grep -v 'from all lookup' || true
        echo '=== traffic control'; tc qdisc show; for link in $(ls /proc/sys/net/ipv4/conf); do tc filter show dev $link ingress 2>/dev/null; done
        """;

    const string Sysctls = """

        echo '=== sysctls'; cd /proc/sys/net && grep -rs . ipv4/ip_forward $(ls -d ipv[46]/conf/* | grep -v '/default$\|/lo$') || true
        """;

    public static IReadOnlyDictionary<string, string[]> Look(Lab lab, string ns, bool atSysctls)
    {
        var seen = new Dictionary<string, string[]>();
        string network = Network + (atSysctls ? Sysctls : "");
        Read(seen, "pod", lab.In(ns, network));
        Read(seen, "host", lab.Tool($"{network}\necho '=== files'; ({Files})\necho '=== firewall'; {Firewall}"));
        return seen;
    }

    static void Read(Dictionary<string, string[]> seen, string where, string output)
    {
        foreach (string section in output.Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = section.Split('\n');
            seen[$"{where} {lines[0]}"] = [.. lines.Skip(1).Select(Stable).Where(line => line != "").Distinct()];
        }
    }

    /// <summary>Whether a line is of one attachment, and not of what the network's attachments share: the bridge, its address, which address was the last.</summary>
    public static bool IsOfTheAttachment(string line) =>
        OfTheAttachment().IsMatch(line) && !line.Contains("/conf/") && !line.Contains("last_reserved_ip") && !line.Contains("/net/lock");

    [GeneratedRegex(@"VETH|\beth0\b|attached1|^CNI-|\./networks|^lo[: ]")]
    private static partial Regex OfTheAttachment();

    // Without what is counted, timed or chosen by the kernel: indices, timers, the state of a carrier, link-local addresses, multicast routes,
    // and an IPv6 address's local routes, which follow it when duplicate address detection is over.
    static string Stable(string line)
    {
        if (OfTheKernel().IsMatch(line))
            return "";
        line = Chance().Replace(Alias().Replace(line, ""), "").Replace("<,", "<");
        return Blanks().Replace(line.Replace('\\', ' '), " ").Trim();
    }

    [GeneratedRegex("fe80:|ff00::/8|multicast ff|(local|anycast) fd.* table local")]
    private static partial Regex OfTheKernel();

    [GeneratedRegex(@"\\? +alias .*$")]
    private static partial Regex Alias();

    [GeneratedRegex(@"^\d+: |@[\w.-]+(?=:)|(?<=@)NONE|link-netns(id)? \S+|\b(bridge_id|designated_root|designated_bridge) \S+|\bqlen \d+"
        + @"|,?(NO-CARRIER|LOWER_UP|M-DOWN)\b|\bstate \w+|\b\w+_timer +[\d.]+|\b(linkdown|nodad|tentative|optimistic|dadfailed)\b|expires \d+sec")]
    private static partial Regex Chance();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
