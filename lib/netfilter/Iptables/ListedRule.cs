using System.Net;

namespace Netfilter.Iptables;

/// <summary>A rule that is there: its comment, and the chain that it jumps to, if it has them.</summary>
/// <param name="Handle">nf_tables' number for it; 0 when it is held by the older ip_tables.</param>
/// <param name="Specification">What follows <c>-A CHAIN</c>; null when nobody asked for it, or nf_tables keeps it in words that are not known here.</param>
public sealed record ListedRule(string Chain, string? Comment, string? JumpsTo, ulong Handle = 0, string? Specification = null)
{
    /// <summary>Where it sends connections to (DNAT); null when it does not.</summary>
    public IPAddress? SentTo { get; init; }

    /// <summary>The value that it gives to the packet's mark (MARK); null when it does not.</summary>
    public uint? SetsMark { get; init; }

    /// <summary>tcp, udp, …; null when it is for all.</summary>
    public string? Protocol { get; init; }

    /// <summary>The destination ports that it is for; none when it does not ask, or asks for a range.</summary>
    public IReadOnlyList<ushort> Ports { get; init; } = [];

    /// <summary>Of a rule that sends connections on: to which address they must have been meant; null when it does not ask.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>How many things a packet is asked for, a comment among them.</summary>
    public int Matches { get; init; }

    /// <summary>Reads a line of iptables-save; null when it is not a rule.</summary>
    internal static ListedRule? Parse(string line)
    {
        if (!line.StartsWith("-A ", StringComparison.Ordinal))
            return null;
        var words = Words.Split(line);
        string? After(string word) => words.LastIndexOf(word) is var at and >= 0 && at + 1 < words.Count ? words[at + 1] : null;
        string specification = line[(line.IndexOf(words[1], StringComparison.Ordinal) + words[1].Length + 1)..];
        return new(words[1], After("--comment"), After("-j") ?? After("-g"), Specification: specification)
        {
            SentTo = After("--to-destination") is { } target ? AddressOf(target) : null,
            SetsMark = After("--set-xmark") is { } mark ? Convert.ToUInt32(mark.Split('/')[0], 16) : null,
            Protocol = After("-p"), Destination = After("-d") is { } wanted ? AddressOf(wanted.Split('/')[0]) : null,
            Ports = PortsIn(After("--dport") ?? After("--dports") ?? ""),
            Matches = words.Where((word, at) => word is "-p" or "-s" or "-d" or "-i" or "-o" || (word == "-m" && words[at + 1] != After("-p"))).Count(),
        };
    }

    static List<ushort> PortsIn(string list)
    {
        var ports = new List<ushort>();
        foreach (string word in list.Split(','))
            if (ushort.TryParse(word, out ushort port))
                ports.Add(port);
        return ports;
    }

    // 10.1.0.2:80, [fd00::2]:80, or an address alone.
    static IPAddress? AddressOf(string target)
    {
        int port = target.LastIndexOf(':');
        bool hasPort = port >= 0 && (target.StartsWith('[') ? target[port - 1] == ']' : target.IndexOf(':') == port);
        return IPAddress.TryParse((hasPort ? target[..port] : target).Trim('[', ']'), out var address) ? address : null;
    }
}
