using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>The destination ports that one of iptables' matches wants, which the kernel keeps as iptables' own structures, in this machine's byte order.</summary>
internal static class MatchedPorts
{
    const byte Destinations = 1;   // XT_MULTIPORT_DESTINATION

    /// <summary>Null for a match of anything else, of a range, or of what is not so.</summary>
    public static IReadOnlyList<ushort>? Of(AttributeReader match)
    {
        string name = "";
        foreach (var a in match)
            if (a.Type == NFTA_MATCH.NAME)
                name = a.String;
            else if (a.Type == NFTA_MATCH.INFO)
                return name switch
                {
                    "multiport" => Listed(a.Bytes),
                    "tcp" or "udp" => One(a.Bytes, at: 4),   // struct xt_tcp, struct xt_udp: from which two ports, to which two
                    "sctp" => One(a.Bytes, at: 0),           // struct xt_sctp_info: to which two first
                    _ => null,
                };
        return null;
    }

    static ushort[]? One(ReadOnlySpan<byte> info, int at)
    {
        if (info.Length < at + 2 * sizeof(ushort))
            return null;
        ushort first = MemoryMarshal.Read<ushort>(info[at..]), last = MemoryMarshal.Read<ushort>(info[(at + sizeof(ushort))..]);
        return first == last ? [first] : null;
    }

    // struct xt_multiport_v1: which end, how many, fifteen ports, for each whether it begins a range, whether all is inverted.
    static ushort[]? Listed(ReadOnlySpan<byte> info)
    {
        const int Ports = 2, Most = 15, Ranges = Ports + Most * sizeof(ushort), Inverted = Ranges + Most;
        if (info.Length <= Inverted || info[0] != Destinations || info[Inverted] != 0 || info.Slice(Ranges, Most).ContainsAnyExcept((byte)0))
            return null;
        return MemoryMarshal.Cast<byte, ushort>(info.Slice(Ports, Most * sizeof(ushort)))[..Math.Min(info[1], (byte)Most)].ToArray();
    }
}
