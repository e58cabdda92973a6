using Tests;

namespace Conformance.Iproute;

/// <summary>Who is told: iproute2 with its three programs, or netctl, which has all their objects.</summary>
internal sealed record Make(string Name, Func<string, string> CommandOf)
{
    public static readonly Make Iproute2 = new("iproute2", Theirs);

    public static readonly Make Netctl = new("netctl", line => $"{Binaries.Netctl} {line}");

    // Options, then the object: netctl bridge fdb show is bridge fdb show, netctl qdisc show is tc qdisc show.
    static string Theirs(string line)
    {
        string[] words = line.Split(' ');
        int at = 0;
        while (words[at].StartsWith('-')) at += words[at] == "-n" ? 2 : 1;
        string options = string.Join(' ', words[..at]), rest = string.Join(' ', words[(at + 1)..]);
        return words[at] switch
        {
            "bridge" => $"bridge {options} {rest}",
            "qdisc" or "filter" => $"tc {options} {words[at]} {rest}",
            _ => $"ip {line}",
        };
    }
}
