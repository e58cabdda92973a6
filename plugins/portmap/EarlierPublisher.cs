using Cni;
using Netfilter.Iptables;
using Netfilter.Nft;

namespace Plugins.Portmap;

/// <summary>
/// A container whose rules of iptables get the packets for a port before those of another do: it was the first to publish it. Jumps to the containers' chains are only
/// ever appended to one chain, so that of many who publish a port at once all but one find somebody before them.
/// </summary>
internal static class EarlierPublisher
{
    // A protocol, a comment, a list of ports. What has more is for packets of somebody's choice, of which there may be others.
    const int MatchesOfUnconditional = 3;

    /// <summary>Throws when a port of this chain, whose rules are there, is another container's.</summary>
    public static void Refuse(IptablesTable table, DnatChain own)
    {
        if (own.IsConditional)
            return;
        foreach (var jump in table.Rules(DnatChain.TopLevel))
        {
            if (jump.JumpsTo == own.Name)
                return;
            // The same container by another network: whichever way a packet takes, it comes to the same.
            bool isOwn = jump.Comment?.EndsWith($"id: \"{own.ContainerId}\"", StringComparison.Ordinal) == true;
            if (jump.JumpsTo is not { } chain || jump.Matches != MatchesOfUnconditional || isOwn)
                continue;
            foreach (var port in own.Ports)
                if (IsFor(jump, port) && IsSentOn(table, chain, port))
                    throw new CniError(CniErrorCode.TryAgainLater, $"host port {port.HostPort}/{Value.Protocol(port.Protocol)} is published already",
                        $"by the chain {chain} of iptables ({jump.Comment}): delete that container, or run GC if it is gone");
        }
    }

    static bool IsSentOn(IptablesTable table, string chain, PublishedPort port)
    {
        var asked = port.HostAddress is null ? null : Loopback6.Asked(port.HostAddress);
        foreach (var rule in table.Rules(chain))
            if (rule.SentTo is not null && IsFor(rule, port) && Equals(rule.Destination, asked))
                return true;
        return false;
    }

    static bool IsFor(ListedRule rule, PublishedPort port) => rule.Protocol == $"{Value.Protocol(port.Protocol)}" && rule.Ports.Contains(port.HostPort);
}
