using System.Net;

namespace Netfilter.Iptables;

/// <summary>What a packet must be like for a rule. Prints as iptables-save writes it.</summary>
public sealed record Match
{
    readonly string _text;

    Match(string text) => _text = text;

    public static Match Source(IPAddress address) => Source(address, address.GetAddressBytes().Length * 8);

    /// <summary>The address may have bits of the host: the kernel sees the network.</summary>
    public static Match Source(IPAddress address, int prefixLength) => new($"-s {Network(address, prefixLength)}");

    public static Match Destination(IPAddress address) => Destination(address, address.GetAddressBytes().Length * 8);

    /// <inheritdoc cref="Source(IPAddress, int)"/>
    public static Match Destination(IPAddress address, int prefixLength) => new($"-d {Network(address, prefixLength)}");

    public static Match NotDestination(IPNetwork network) => new($"! -d {network}");

    /// <summary>The destination is an address of this host.</summary>
    public static readonly Match DestinationIsLocal = new("-m addrtype --dst-type LOCAL");

    /// <summary>tcp, udp or sctp: the match of that name too, which a port is looked at with.</summary>
    public static Match DestinationPort(string protocol, ushort port) => new($"-p {protocol} -m {protocol} --dport {port}");

    /// <summary>One of at most fifteen ports.</summary>
    public static Match DestinationPorts(string protocol, IEnumerable<ushort> ports) => new($"-p {protocol} -m multiport --dports {string.Join(',', ports)}");

    public static Match Mark(uint value, uint mask) => new($"-m mark --mark 0x{value:x}/0x{mask:x}");

    /// <summary>The link that a packet came in by.</summary>
    public static Match IncomingInterface(string name) => new($"-i {Words.LinkName(name)}");

    /// <summary>The link that a packet is to leave by.</summary>
    public static Match OutgoingInterface(string name) => new($"-o {Words.LinkName(name)}");

    /// <inheritdoc cref="OutgoingInterface"/>
    public static Match NotOutgoingInterface(string name) => new($"! -o {Words.LinkName(name)}");

    /// <summary>The packet belongs to a connection that was let pass, or to one that such a connection opened.</summary>
    public static readonly Match EstablishedOrRelated = new("-m conntrack --ctstate RELATED,ESTABLISHED");

    /// <summary>Matches always: it says what the rule is for. The kernel keeps 255 bytes.</summary>
    public static Match Comment(string text) => new($"-m comment --comment {Words.Quoted(text)}");

    /// <summary>A match that somebody wrote in iptables' own words.</summary>
    public static Match Of(IEnumerable<string> words) => new(string.Join(' ', words.Select(Words.Argument)));

    static string Network(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (int bit = prefixLength; bit < 8 * bytes.Length; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> bit % 8);
        return $"{new IPAddress(bytes)}/{prefixLength}";
    }

    public override string ToString() => _text;
}
