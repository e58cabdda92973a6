using System.Net;
using Netfilter.Iptables;

namespace Plugins.Firewall;

/// <summary>The chains and rules in iptables' table filter: names, order and comments are the reference plugin's, so that it and we can remove each other's.</summary>
internal static class ForwardChains
{
    public const string Table = "filter", Entry = "FORWARD", Own = "CNI-FORWARD", Stage1 = "CNI-ISOLATION-STAGE-1", Stage2 = "CNI-ISOLATION-STAGE-2";

    const string Comment = "CNI firewall plugin rules", AdminComment = "CNI firewall plugin admin overrides";
    static readonly string s_policiesComment = CommentOn("same-bridge|isolated");

    /// <summary>From where packets come to all that is ours.</summary>
    public static Rule Jump { get; } = new(Entry, [Match.Comment(Comment)], Target.Jump(Own));

    /// <summary>What an administrator says comes before what we say.</summary>
    public static Rule AdminJump(string adminChain) => new(Own, [Match.Comment(AdminComment)], Target.Jump(adminChain));

    /// <summary>What lets a container reach others, and be answered.</summary>
    public static Rule[] ForContainer(IPAddress address) =>
        [new(Own, [Match.Destination(address), Match.EstablishedOrRelated], Target.Accept), new(Own, [Match.Source(address)], Target.Accept)];

    /// <summary>The jump to isolation, before all that accepts.</summary>
    public static Rule Stage1Jump { get; } = new(Entry, [Match.Comment(s_policiesComment)], Target.Jump(Stage1));

    /// <summary>How each stage ends.</summary>
    public static Rule Return(string stage) => new(stage, [Match.Comment(s_policiesComment)], Target.Return);

    /// <summary>What a policy has about a bridge, in the order in which they stand: what leaves for another bridge is looked at again, and dropped there if that one is under a policy too.</summary>
    public static Rule[] ForBridge(string bridge, IngressPolicy policy)
    {
        var comment = Match.Comment(CommentOn(policy.Name()));
        Match from = Match.IncomingInterface(bridge), to = Match.OutgoingInterface(bridge);
        var leaves = new Rule(Stage1, [from, Match.NotOutgoingInterface(bridge), comment], Target.Jump(Stage2));
        var enters = new Rule(Stage2, [to, Match.Comment(s_policiesComment)], Target.Drop);
        return policy == IngressPolicy.Isolated ? [new(Stage1, [from, to, comment], Target.Drop), leaves, enters] : [leaves, enters];
    }

    /// <summary>The bridge that a rule of the second stage is about; null for one that is none of ours.</summary>
    public static string? BridgeOf(ListedRule rule)
    {
        const string Start = "-o ";
        if (rule.Specification is not { } text || !text.StartsWith(Start, StringComparison.Ordinal))
            return null;
        string bridge = text[Start.Length..].Split(' ')[0];
        return text == ForBridge(bridge, IngressPolicy.SameBridge)[^1].Specification ? bridge : null;
    }

    static string CommentOn(string policies) => $"{Comment} (ingressPolicy: {policies})";
}
