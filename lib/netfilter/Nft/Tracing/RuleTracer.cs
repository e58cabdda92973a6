using System.Net;
using Netlink.Routing;

namespace Netfilter.Nft.Tracing;

/// <summary>
/// Goes through a namespace's nftables as the kernel would for a packet that is only thought of: reads the rules, sends nothing, changes nothing. What
/// iptables-nft made is there too, with the matches that it has from nftables; its own (xt) are told as unknown, but for comments.
/// </summary>
public sealed class RuleTracer
{
    const int DeepestJump = 16;
    const int DestinationPriority = -100;   // NF_IP_PRI_NAT_DST

    readonly List<TracedChain> _chains;
    readonly Dictionary<string, TracedChain> _byName;
    readonly TracedSets _sets;
    readonly Func<IPAddress, RouteType> _typeOf;

    /// <param name="typeOf">What an address is to this namespace: its own, a broadcast address, somebody else's.</param>
    public RuleTracer(NftSocket nft, Func<IPAddress, RouteType> typeOf)
    {
        _chains = [.. TracedChain.ReadAll(nft).OrderBy(chain => chain.Priority)];
        _byName = _chains.ToDictionary(chain => chain.ToString());
        (_sets, _typeOf) = (new TracedSets(nft), typeOf);
    }

    /// <summary>What becomes of a packet at a hook.</summary>
    /// <param name="restore">
    /// Of an answer, at the hook before routing: puts back the addresses that its connection was asked by. Chains that come before destinations are translated
    /// see it as it came.
    /// </param>
    public TracedVerdict Pass(HookPoint hook, TracedPacket packet, Func<TracedPacket, TracedPacket>? restore = null)
    {
        var steps = new List<string>();
        var unknown = new List<string>();
        bool isTranslated = false;
        foreach (var chain in _chains)
        {
            if (chain.Hook != hook || !Sees(chain.Family, packet)) continue;
            if (restore is not null && chain.Priority > DestinationPriority)
                (packet, restore) = (restore(packet), null);
            // Connections are translated once, by their first packet, and by the first of these chains that does.
            if (chain.Type == "nat" && (packet.IsEstablished || isTranslated)) continue;
            var run = new RuleRun(_byName, _sets, _typeOf, packet, steps, unknown);
            int verdict = run.Through(chain, DeepestJump) ?? (chain.DropsTheRest ? Verdict.DropCode : Verdict.AcceptCode);
            isTranslated |= run.IsTranslated;
            packet = run.Packet;
            if (verdict == Verdict.AcceptCode) continue;
            if (!run.Decided) steps.Add($"nft {chain}: policy drop");
            return new(packet, steps, unknown) { IsDropped = verdict == Verdict.DropCode, IsRejected = verdict == RuleRun.RejectCode };
        }
        return new(restore is null ? packet : restore(packet), steps, unknown);
    }

    static bool Sees(NftFamily family, TracedPacket packet) =>
        family == NftFamily.Inet || family == (packet.IsIpv6 ? NftFamily.Ipv6 : NftFamily.Ipv4);
}
