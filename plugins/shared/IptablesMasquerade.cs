using Cni;
using Netfilter.Iptables;
using Netfilter.Nft;

namespace Plugins.Shared;

/// <summary>
/// Masquerading by iptables, in the chains that the reference plugins would make: POSTROUTING leads what a container sends to a chain of its own, and that
/// lets pass what stays in its network. The chain's rules name the interface too, so that two interfaces of one container in one network do not take each other's.
/// </summary>
internal static class IptablesMasquerade
{
    const string Nat = "nat";

    /// <summary>Why it cannot be had; null when it can. Takes a process.</summary>
    public static string? Problem() => Iptables.Ipv4.Unusable(Nat, MasqueradeChain.Entry);

    public static void Add(IReadOnlyList<Cidr> addresses, MasqueradeChain own)
    {
        using var undo = new Undo();
        foreach (var iptables in IptablesFamilies.All)
            if (Of(iptables, addresses) is { Count: > 0 } some)
            {
                Add(iptables, some, own);
                undo.Add(() => Remove(iptables, own));
            }
        undo.Complete();
    }

    static List<Cidr> Of(Iptables iptables, IReadOnlyList<Cidr> addresses) =>
        [.. addresses.Where(address => address.IsIPv4 == (iptables.Family == NftFamily.Ipv4))];

    // Nearly always the chain is free. It is not when an ADD is made again, or another interface of the container has it.
    static void Add(Iptables iptables, List<Cidr> addresses, MasqueradeChain own)
    {
        string name = own.ContainersName;
        try
        {
            Create(iptables, name, addresses, own);
        }
        catch (IptablesException)
        {
            using var nft = NftSocket.Open();
            var table = iptables.Table(Nat, nft);
            if (!table.Has(name))
                throw;
            if (!table.Rules(name).All(rule => rule.Comment == own.Comment))
                name = own.InterfacesName;
            if (table.Has(name))
                table.DeleteChains([name], MasqueradeChain.Entry);
            Create(iptables, name, addresses, own);
        }
    }

    static void Create(Iptables iptables, string name, List<Cidr> addresses, MasqueradeChain own)
    {
        var changes = new Changes(Nat);
        changes.Create(name);
        foreach (var rule in own.Rules(name, addresses, own.Comment))
            changes.Append(rule);
        iptables.Restore(changes);
    }

    /// <summary>Throws the first rule that is missing, or that should not be there.</summary>
    public static void Check(IReadOnlyList<Cidr> addresses, MasqueradeChain own)
    {
        foreach (var iptables in IptablesFamilies.All)
            if (Of(iptables, addresses) is { Count: > 0 } some)
                Check(iptables.Save(Nat), some, own);
    }

    static void Check(IReadOnlyList<string> saved, List<Cidr> addresses, MasqueradeChain own)
    {
        bool hasOwn = saved.Any(line => line.StartsWith($":{own.InterfacesName} ", StringComparison.Ordinal));
        string name = hasOwn ? own.InterfacesName : own.ContainersName;
        bool IsOfChain(string line) => line.StartsWith($"-A {name} ", StringComparison.Ordinal);

        // The reference plugins' rules are as good as ours.
        List<string> wanted = [.. own.Rules(name, addresses, own.Comment).Select(rule => rule.ToString())];
        List<string> theirs = [.. own.Rules(name, addresses, own.EntryComment).Select(rule => rule.ToString())];
        if (theirs.TrueForAll(saved.Contains))
            wanted = theirs;
        if (wanted.Find(rule => !saved.Contains(rule)) is { } missing)
            throw new CniError(CniErrorCode.Internal, $"iptables rule \"{missing}\" is missing");
        if (saved.FirstOrDefault(rule => IsOfChain(rule) && !wanted.Contains(rule)) is { } other)
            throw new CniError(CniErrorCode.Internal, $"iptables rule \"{other}\" is not masquerading's");
    }

    /// <summary>Removes what an attachment has in nf_tables, without starting iptables.</summary>
    public static void RemoveFromNft(NftSocket nft, MasqueradeChain own)
    {
        var together = new NftDeletions(nft);
        foreach (var iptables in IptablesFamilies.All)
            Remove(iptables.InNft(Nat, nft, together), own);
        together.Commit();
    }

    /// <summary>Removes what an attachment has in the older ip_tables, where the kernel has them.</summary>
    public static void RemoveFromOld(MasqueradeChain own)
    {
        foreach (var iptables in IptablesFamilies.All)
            if (iptables.FindOld(Nat) is { } table)
                Remove(table, own);
    }

    static void Remove(Iptables iptables, MasqueradeChain own)
    {
        using var nft = NftSocket.Open();
        Remove(iptables.Table(Nat, nft), own);
    }

    // The reference plugins' chain is the container's, whatever the interface; unless ours found it taken when it was added.
    static void Remove(IptablesTable table, MasqueradeChain own)
    {
        bool hasOwn = table.Has(own.InterfacesName);
        var chains = new List<string>();
        if (hasOwn)
            chains.Add(own.InterfacesName);
        if (table.Has(own.ContainersName)
            && table.Rules(own.ContainersName).All(rule => rule.Comment == own.Comment || rule.Comment == own.EntryComment && !hasOwn))
            chains.Add(own.ContainersName);
        if (chains.Count > 0)
            table.DeleteChains(chains, MasqueradeChain.Entry);
    }

    public static void GcNft(NftSocket nft, string network, IReadOnlySet<AttachmentKey> valid)
    {
        var together = new NftDeletions(nft);
        foreach (var iptables in IptablesFamilies.All)
            Gc(iptables.InNft(Nat, nft, together), network, valid);
        together.Commit();
    }

    public static void GcOld(string network, IReadOnlySet<AttachmentKey> valid)
    {
        foreach (var iptables in IptablesFamilies.All)
            if (iptables.FindOld(Nat) is { } table)
                Gc(table, network, valid);
    }

    static void Gc(IptablesTable table, string network, IReadOnlySet<AttachmentKey> valid)
    {
        string start = MasqueradeChain.CommentStart(network);
        var live = valid.Select(key => new MasqueradeChain(network, key)).SelectMany(chain => (string[])[chain.Comment, chain.EntryComment]).ToHashSet();
        bool IsGarbage(ListedRule rule) => rule.Comment is { } comment && comment.StartsWith(start, StringComparison.Ordinal) && !live.Contains(comment);

        var rules = table.AllRules();
        var garbage = rules.GroupBy(rule => rule.Chain)
            .Where(chain => MasqueradeChain.IsNameOfOne(chain.Key) && chain.All(IsGarbage))
            .Select(chain => chain.Key).ToHashSet();
        if (garbage.Count > 0)
            table.Delete([.. rules.Where(rule => rule.JumpsTo is { } target && garbage.Contains(target))], garbage);
    }
}
