using System.Net;
using System.Text;
using Linux;
using Netfilter.Iptables;
using Netfilter.Nft;
using Rule = Netfilter.Iptables.Rule;

namespace Plugins.Portmap;

/// <summary>
/// One container's chain in iptables' table nat: the names, the rules and the comments are the reference plugin's, so that it and we can remove each other's.
/// </summary>
internal sealed record DnatChain(string Name, PortmapConfig Config, string ContainerId, NftFamily Family, IReadOnlyList<PublishedPort> Ports)
{
    public const string Table = "nat", TopLevel = "CNI-HOSTPORT-DNAT", SetMark = "CNI-HOSTPORT-SETMARK", Masquerade = "CNI-HOSTPORT-MASQ";
    const string Prefix = "CNI-DN-", OldPrefix = "CNI-SN-", OldTopLevel = "CNI-HOSTPORT-SNAT";
    const int NameLength = 28, MostPortsInRule = 15, LongestComment = 255;

    /// <summary>The one that the reference plugin has for a container in a network, whichever interface it is for.</summary>
    public static string SharedName(string network, string containerId) => Named(Prefix, network + containerId);

    /// <summary>One for a second interface of the container in the same network.</summary>
    public static string OwnName(string network, string containerId, string ifName) => Named(Prefix, $"{network}{containerId}/{ifName}");

    /// <summary>What versions of the reference plugin before 0.8 made.</summary>
    public static (string Name, string TopLevel) Old(string network, string containerId) => (Named(OldPrefix, network + containerId), OldTopLevel);

    static string Named(string prefix, string what) => prefix + Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(what)))[..(NameLength - prefix.Length)];

    /// <summary>What tells the jumps to this chain from others.</summary>
    public string Comment => CommentFor(Config.Name, ContainerId);

    /// <summary>Whether a jump is to a chain of a container in this network.</summary>
    public static bool IsOfNetwork(string comment, string network) => comment.StartsWith($"dnat name: \"{network}\" id: \"", StringComparison.Ordinal);

    static string CommentFor(string network, string containerId)
    {
        string comment = $"dnat name: \"{network}\" id: \"{containerId}\"";
        return comment.Length <= LongestComment ? comment : comment[..(LongestComment - 3)] + "...";
    }

    /// <summary>The jumps to this chain: the ports, fifteen a rule, of one protocol after the other.</summary>
    public IEnumerable<Rule> Jumps() =>
        from protocol in Config.PortMappings.Select(mapping => mapping.Protocol).Distinct().Order(StringComparer.Ordinal)
        from ports in Config.PortMappings.Where(mapping => mapping.Protocol == protocol).Select(mapping => $"{mapping.HostPort}").Chunk(MostPortsInRule)
        select new Rule(TopLevel,
        [
            Match.Of(["-p", protocol]), Match.Comment(Comment), Match.Of(["-m", "multiport", "--dports", string.Join(',', ports)]), .. Conditions,
        ], Target.Jump(Name));

    Match[] Conditions => Config.Conditions.Of(Family) is { Count: > 0 } words ? [Match.Of(words)] : [];

    /// <summary>Whether the jumps hold words that somebody else wrote, which iptables-save may write otherwise.</summary>
    public bool IsConditional => Conditions.Length > 0;

    /// <summary>The chain's own rules: what of each port is to be masqueraded is marked before it is sent on.</summary>
    public IEnumerable<Rule> Rules() => Ports.SelectMany(RulesOf);

    IEnumerable<Rule> RulesOf(PublishedPort port)
    {
        string protocol = Value.Protocol(port.Protocol).ToString();
        Match[] address = port.HostAddress is null ? [] : [Match.Destination(Loopback6.Asked(port.HostAddress))];
        foreach (var source in SeenAsHost(port))
            yield return new(Name, [.. source, .. address, Match.DestinationPort(protocol, port.HostPort)], Target.Jump(Config.ExternalSetMarkChain ?? SetMark));
        yield return new(Name, [.. address, Match.DestinationPort(protocol, port.HostPort)], Target.Dnat(port.Container.Address, port.ContainerPort));
    }

    // iptables-save leaves out a source that is everything.
    IEnumerable<Match[]> SeenAsHost(PublishedPort port) => Config.Snat switch
    {
        Snat.All => [[]],
        Snat.Needed when Family == NftFamily.Ipv4 => [[NeighboursOf(port)], [Match.Source(IPAddress.Loopback)]],
        Snat.Needed => [[NeighboursOf(port)]],
        _ => [],
    };

    static Match NeighboursOf(PublishedPort port) => Match.Source(port.Container.Address, port.Container.PrefixLength);

    /// <summary>The rule that sets the mark, and the one that heeds it.</summary>
    public Rule MarkRule => new(SetMark, [Match.Comment("CNI portfwd masquerade mark")], Target.SetMark(Config.Mark, Config.Mark));

    /// <inheritdoc cref="MarkRule"/>
    public Rule MasqueradeRule => new(Masquerade, [Match.Mark(Config.Mark, Config.Mark)], Target.Masquerade);

    /// <summary>Before all others: masquerading of the bridge's would have the last word else.</summary>
    public static Rule MasqueradeJump { get; } = new("POSTROUTING", [Match.Comment("CNI portfwd requiring masquerade")], Target.Jump(Masquerade));

    public static IReadOnlyList<Rule> TopLevelJumps { get; } =
        [new("PREROUTING", [Match.DestinationIsLocal], Target.Jump(TopLevel)), new("OUTPUT", [Match.DestinationIsLocal], Target.Jump(TopLevel))];
}
