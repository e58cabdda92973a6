using System.Text.RegularExpressions;
using Linux;
using Tests;

namespace Conformance.Differential;

/// <summary>The state of a host and a container, as iproute2, the proc file system and the firewall's own tools tell it.</summary>
internal static partial class Machine
{
    static readonly string[] s_ofNetworks = ["links", "addresses", "routes", "traffic control"];

    // Whatever of an attachment is in the firewall has its container's id in a comment, or one of its addresses, or the reference's hash as its chain.
    const string Firewall = "(nft list ruleset; LEGACY) 2>/dev/null | grep -oE 'attached1|CNI-(DN-|SN-)?[0-9a-f]{21,24}' || true";

    public static IReadOnlyDictionary<string, string[]> Look(Lab lab, string ns, bool atSysctls)
    {
        var seen = new Dictionary<string, string[]>();
        using (var pod = NetNamespace.Open($"/run/netns/{ns}"))
            pod.Run(() => LookAround(lab, seen, "pod", atSysctls));
        LookAround(lab, seen, "host", atSysctls);
        Add(seen, "host files", HeldFile.Under("/var/lib/cni", hidden: false)
            .Select(file => $"{file.Path.Replace("/var/lib/cni", ".")} {file.Mode} {file.Content.Replace('\r', '|').Replace('\n', ';')}"));
        // Who only asks them for a list of nothing makes the kernel load the tables.
        string legacy = SmallFile.Find("/proc/thread-self/net/ip_tables_names") is null or "" ? "true" : "iptables-legacy-save; ip6tables-legacy-save";
        Add(seen, "host firewall", lab.Tool(Firewall.Replace("LEGACY", legacy)).Split('\n'));
        return seen;
    }

    static void LookAround(Lab lab, Dictionary<string, string[]> seen, string where, bool atSysctls)
    {
        var lines = lab.Tool($"{NetworkListing.Show("-o -d")}; tc qdisc show").Split('\n').ToLookup(SectionOf);
        foreach (string section in s_ofNetworks)
            Add(seen, $"{where} {section}", lines[section]);
        string[] hooked = [.. lines["traffic control"].Select(line => Hook().Match(line)).Where(hook => hook.Success).Select(hook => hook.Groups["link"].Value)];
        if (hooked.Length > 0)
            Add(seen, $"{where} traffic control", [.. seen[$"{where} traffic control"],
                .. lab.Tool(string.Join(';', hooked.Select(link => $"tc filter show dev {link} ingress"))).Split('\n')]);
        if (atSysctls)
            Add(seen, $"{where} sysctls", Sysctls());
    }

    static void Add(Dictionary<string, string[]> seen, string subject, IEnumerable<string> lines) =>
        seen[subject] = [.. lines.Select(Stable).Where(line => line != "").Distinct()];

    static string SectionOf(string line) =>
        line.StartsWith("qdisc ") ? "traffic control"
        : ALink().IsMatch(line) ? "links"
        : AnAddress().IsMatch(line) ? "addresses"
        : line.Contains("from all lookup") ? "rules that are always there"
        : "routes";

    [GeneratedRegex(@"^\d+: \S+ <")]
    private static partial Regex ALink();

    [GeneratedRegex(@"^\d+: \S+ +inet6? ")]
    private static partial Regex AnAddress();

    [GeneratedRegex(@"^qdisc (ingress|clsact) \S+ dev (?<link>\S+)")]
    private static partial Regex Hook();

    // Of the links that are there, as of this thread's network. A secret that nobody has set cannot be read.
    static IEnumerable<string> Sysctls()
    {
        const string net = "/proc/sys/net";
        yield return $"ipv4/ip_forward:{Sysctl.Find("net/ipv4/ip_forward")}";
        foreach (string family in (string[])["ipv4", "ipv6"])
            foreach (string link in Directory.GetDirectories($"{net}/{family}/conf").Where(link => Path.GetFileName(link) is not ("default" or "lo")))
                foreach (string file in Directory.GetFiles(link).Where(file => Path.GetFileName(file) != "stable_secret"))
                    if (SmallFile.Find(file)?.TrimEnd() is { Length: > 0 } value)
                        yield return $"{Path.GetRelativePath(net, file)}:{value}";
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
        + @"|,?(NO-CARRIER|LOWER_UP|M-DOWN)\b|\bstate \w+|\b\w+_timer +[\d.]+|\b(linkdown|nodad|tentative|optimistic|dadfailed)\b|expires \d+sec"
        + @"|(?<=^\d+:\tfrom .*) proto \w+")]
    private static partial Regex Chance();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
