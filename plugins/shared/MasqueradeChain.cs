using System.Net;
using System.Text;
using Cni;
using Linux;
using Netfilter.Iptables;

namespace Plugins.Shared;

/// <summary>What an attachment's masquerading is in iptables' nat table: names, comments and rules, as the reference plugins have them.</summary>
internal sealed record MasqueradeChain(string Network, AttachmentKey Key)
{
    /// <summary>Where packets come from.</summary>
    public const string Entry = "POSTROUTING";

    const string Prefix = "CNI-";
    const int HashDigits = 24, LongestComment = 255;

    static readonly IPNetwork s_groups = IPNetwork.Parse("224.0.0.0/4"), s_groups6 = IPNetwork.Parse("ff00::/8");

    /// <summary>The reference plugins' name: the same for all interfaces of a container.</summary>
    public string ContainersName { get; } = Named(Network + Key.ContainerId);

    /// <summary>For an interface that finds the other name taken.</summary>
    public string InterfacesName { get; } = Named($"{Network}/{Key.ContainerId}/{Key.IfName}");

    /// <summary>What the chain's rules say of themselves. The reference plugins leave the interface out.</summary>
    public string Comment { get; } = CommentOf($"name: \"{Network}\" id: \"{Key.ContainerId}\" if: \"{Key.IfName}\"");

    /// <summary>What the jumps to the chain, and the rules of the reference plugins, say.</summary>
    public string EntryComment { get; } = CommentOf($"name: \"{Network}\" id: \"{Key.ContainerId}\"");

    /// <summary>How the comments of all of a network's begin.</summary>
    public static string CommentStart(string network) => $"name: \"{network}\" id: ";

    /// <summary>Whether a chain may be one of these, by its name.</summary>
    public static bool IsNameOfOne(string chain) => chain.Length == Prefix.Length + HashDigits && chain.StartsWith(Prefix, StringComparison.Ordinal)
        && !chain.AsSpan(Prefix.Length).ContainsAnyExcept("0123456789abcdef");

    /// <summary>The rules for some addresses of one family: those of the chain with this name, then the jumps to it.</summary>
    public IEnumerable<Rule> Rules(string name, List<Cidr> addresses, string comment)
    {
        foreach (var network in addresses.Select(address => address.Network).Distinct())
            yield return new(name, [Match.Destination(network.Address, network.PrefixLength), Match.Comment(comment)], Target.Accept);
        yield return new(name, [Match.NotDestination(addresses[0].IsIPv4 ? s_groups : s_groups6), Match.Comment(comment)], Target.Masquerade);
        foreach (var address in addresses)
            yield return new(Entry, [Match.Source(address.Address), Match.Comment(EntryComment)], Target.Jump(name));
    }

    static string Named(string text) => Prefix + Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(text)))[..HashDigits];

    static string CommentOf(string text) => Owner.Shorten(text, LongestComment);
}
