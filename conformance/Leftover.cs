using System.Text.RegularExpressions;
using Tests;

namespace Conformance;

/// <summary>What attachments can leave behind, on the host and in a pod, in lines that are equal when nothing was left.</summary>
internal static partial class Leftover
{
    public static string Of(Lab lab, params IEnumerable<string> pods) => string.Join('\n', pods.Select(pod => Stable(lab.In(pod, NetworkListing.Show())))
        .Prepend(Stable(lab.Tool($"{NetworkListing.Show()}; nft -s list ruleset 2>&1"))).Concat(Files()));

    // Which address was the last to be given out is history, not a leftover, and locks are locks; what begins with a dot in /var/lib is our index.
    static IEnumerable<string> Files() =>
        from file in HeldFile.Under("/var/lib/cni", hidden: false).Concat(HeldFile.Under("/run/cni", hidden: true))
        let name = Path.GetFileName(file.Path)
        where name is not ("lock" or ".lock") && !name.StartsWith("last_reserved_ip.")
        select $"{file.Path} {file.Content}";

    /// <summary>Waits until all is as it was: an nft element that was removed may still be expiring. Returns what is different, or nothing.</summary>
    public static string Since(string before, Lab lab, params IReadOnlyList<string> pods)
    {
        string now = "";
        for (int looks = 0; looks < 3; looks++)
            if ((now = Of(lab, pods)) == before)
                return "";
        string[] was = before.Split('\n'), left = now.Split('\n');
        return string.Join('\n', left.Except(was).Select(line => $"left: {line}")
            .Concat(was.Except(left).Select(line => $"missing: {line}"))
            .DefaultIfEmpty($"other order or number:\n{now}"));
    }

    static string Stable(string text) => string.Join('\n', text.Split('\n').Where(line => !OfTheKernel().IsMatch(line))
        .Select(line => Chance().Replace(line.Split('\\')[0], found => found.Value.Contains(",UP") ? "up" : "").TrimEnd()));

    // What follows, by and by, from an address and from a lo that has once been up; and the rule that the first VRF of a network brings, and leaves.
    [GeneratedRegex("l3mdev-table|fe80:|table local|multicast |ff00::/8|lo +inet")]
    private static partial Regex OfTheKernel();

    // Indices, states of a carrier, counters.
    [GeneratedRegex(@"^\d+: |@\S+|<[A-Z0-9,_-]+>|\bstate \w+|\bmode \w+|\b(linkdown|tentative|nodad|dadfailed)\b|\bpref medium\b"
        + @"|counter packets \d+ bytes \d+|\bexpires \S+|\bqdisc \w+|\bqlen \d+| (?= )")]
    private static partial Regex Chance();
}
