using System.Net;
using System.Text;
using Cni;
using Linux;
using Netfilter.Iptables;
using Netfilter.Nft;
using Rule = Netfilter.Iptables.Rule;

namespace Plugins.Shared;

/// <summary>
/// Masquerading by iptables, in the chains that the reference plugins would make: POSTROUTING leads what a container sends to a chain of its own, and that
/// lets pass what stays in its network. The chain's rules name the interface too, so that two interfaces of one container in one network do not take each other's.
/// </summary>
internal static class IptablesMasquerade
{
    const string Nat = "nat", Entry = "POSTROUTING", Prefix = "CNI-";
    const int HashDigits = 24, LongestComment = 255;

    static readonly IPNetwork s_groups = IPNetwork.Parse("224.0.0.0/4"), s_groups6 = IPNetwork.Parse("ff00::/8");

    /// <summary>IPv4's and IPv6's.</summary>
    static readonly Iptables[] s_families = [Iptables.Ipv4, Iptables.Ipv6];

    /// <summary>Why it cannot be had; null when it can. Takes a process.</summary>
    public static string? Problem() => Iptables.Ipv4.Unusable(Nat, Entry);

    public static void Add(IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        using var undo = new Undo();
        foreach (var iptables in s_families)
            if (Of(iptables, addresses) is { Count: > 0 } own)
            {
                Add(iptables, own, network, key);
                undo.Add(() => Remove(iptables, network, key));
            }
        undo.Complete();
    }

    static List<Cidr> Of(Iptables iptables, IReadOnlyList<Cidr> addresses) =>
        [.. addresses.Where(address => address.IsIPv4 == (iptables.Family == NftFamily.Ipv4))];

    // Nearly always the chain is free. It is not when an ADD is made again, or another interface of the container has it.
    static void Add(Iptables iptables, List<Cidr> addresses, string network, AttachmentKey key)
    {
        string chain = ContainersChain(network, key), comment = Comment(network, key);
        try
        {
            Create(iptables, chain, addresses, network, key);
        }
        catch (IptablesException)
        {
            using var nft = NftSocket.Open();
            var table = iptables.Table(Nat, nft);
            if (!table.Has(chain))
                throw;
            if (!table.Rules(chain).All(rule => rule.Comment == comment))
                chain = InterfacesChain(network, key);
            if (table.Has(chain))
                table.DeleteChains([chain], Entry);
            Create(iptables, chain, addresses, network, key);
        }
    }

    static void Create(Iptables iptables, string chain, List<Cidr> addresses, string network, AttachmentKey key)
    {
        var changes = new Changes(Nat);
        changes.Create(chain);
        foreach (var rule in Rules(chain, addresses, Comment(network, key), EntryComment(network, key)))
            changes.Append(rule);
        iptables.Restore(changes);
    }

    static IEnumerable<Rule> Rules(string chain, List<Cidr> addresses, string comment, string entryComment)
    {
        foreach (var network in addresses.Select(address => address.Network).Distinct())
            yield return new(chain, [Match.Destination(network.Address, network.PrefixLength), Match.Comment(comment)], Target.Accept);
        yield return new(chain, [Match.NotDestination(addresses[0].IsIPv4 ? s_groups : s_groups6), Match.Comment(comment)], Target.Masquerade);
        foreach (var address in addresses)
            yield return new(Entry, [Match.Source(address.Address), Match.Comment(entryComment)], Target.Jump(chain));
    }

    /// <summary>Throws the first rule that is missing, or that should not be there.</summary>
    public static void Check(IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        foreach (var iptables in s_families)
            if (Of(iptables, addresses) is { Count: > 0 } own)
                Check(iptables.Save(Nat), own, network, key);
    }

    static void Check(IReadOnlyList<string> saved, List<Cidr> addresses, string network, AttachmentKey key)
    {
        string chain = InterfacesChain(network, key);
        if (!saved.Any(line => line.StartsWith($":{chain} ", StringComparison.Ordinal)))
            chain = ContainersChain(network, key);
        var found = saved.Where(line => line.StartsWith($"-A {chain} ", StringComparison.Ordinal) || line.EndsWith($" -j {chain}", StringComparison.Ordinal)).ToList();

        // The reference plugins' rules are as good as ours.
        List<string> wanted = [.. Rules(chain, addresses, Comment(network, key), EntryComment(network, key)).Select(rule => rule.ToString())];
        List<string> theirs = [.. Rules(chain, addresses, EntryComment(network, key), EntryComment(network, key)).Select(rule => rule.ToString())];
        if (theirs.TrueForAll(found.Contains))
            wanted = theirs;
        if (wanted.Find(rule => !found.Contains(rule)) is { } missing)
            throw new CniError(CniErrorCode.Internal, $"iptables rule \"{missing}\" is missing");
        if (found.Find(rule => rule.StartsWith($"-A {chain} ", StringComparison.Ordinal) && !wanted.Contains(rule)) is { } other)
            throw new CniError(CniErrorCode.Internal, $"iptables rule \"{other}\" is not masquerading's");
    }

    /// <summary>Removes what an attachment has in nf_tables, without starting iptables.</summary>
    public static void RemoveFromNft(NftSocket nft, string network, AttachmentKey key)
    {
        foreach (var iptables in s_families)
            Remove(iptables.InNft(Nat, nft), network, key);
    }

    /// <summary>Removes what an attachment has in the older ip_tables, where the kernel has them.</summary>
    public static void RemoveFromOld(string network, AttachmentKey key)
    {
        foreach (var iptables in s_families)
            if (iptables.FindOld(Nat) is { } table)
                Remove(table, network, key);
    }

    static void Remove(Iptables iptables, string network, AttachmentKey key)
    {
        using var nft = NftSocket.Open();
        Remove(iptables.Table(Nat, nft), network, key);
    }

    // The reference plugins' chain is the container's, whatever the interface; unless ours found it taken when it was added.
    static void Remove(IptablesTable table, string network, AttachmentKey key)
    {
        string own = InterfacesChain(network, key), shared = ContainersChain(network, key);
        string comment = Comment(network, key), theirs = EntryComment(network, key);
        bool hasOwn = table.Has(own);
        var chains = new List<string>();
        if (hasOwn)
            chains.Add(own);
        if (table.Has(shared) && table.Rules(shared).All(rule => rule.Comment == comment || rule.Comment == theirs && !hasOwn))
            chains.Add(shared);
        if (chains.Count > 0)
            table.DeleteChains(chains, Entry);
    }

    public static void GcNft(NftSocket nft, string network, IReadOnlySet<AttachmentKey> valid)
    {
        foreach (var iptables in s_families)
            Gc(iptables.InNft(Nat, nft), network, valid);
    }

    public static void GcOld(string network, IReadOnlySet<AttachmentKey> valid)
    {
        foreach (var iptables in s_families)
            if (iptables.FindOld(Nat) is { } table)
                Gc(table, network, valid);
    }

    static void Gc(IptablesTable table, string network, IReadOnlySet<AttachmentKey> valid)
    {
        var live = valid.SelectMany(key => (string[])[Comment(network, key), EntryComment(network, key)]).ToHashSet();
        var rules = table.AllRules();
        var garbage = rules.GroupBy(rule => rule.Chain).Where(chain => IsOurs(chain.Key) && chain.All(rule => IsGarbage(rule.Comment))).Select(chain => chain.Key).ToHashSet();
        if (garbage.Count > 0)
            table.Delete([.. rules.Where(rule => rule.JumpsTo is { } target && garbage.Contains(target))], garbage);

        bool IsGarbage(string? comment) => comment is not null && comment.StartsWith($"name: \"{network}\" id: ", StringComparison.Ordinal) && !live.Contains(comment);
    }

    static bool IsOurs(string chain) => chain.Length == Prefix.Length + HashDigits && chain.StartsWith(Prefix, StringComparison.Ordinal)
        && !chain.AsSpan(Prefix.Length).ContainsAnyExcept("0123456789abcdef");

    /// <summary>The name that the reference plugins use: the same for all interfaces of a container.</summary>
    internal static string ContainersChain(string network, AttachmentKey key) => Named(network + key.ContainerId);

    static string InterfacesChain(string network, AttachmentKey key) => Named($"{network}/{key.ContainerId}/{key.IfName}");

    static string Named(string text) => Prefix + Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(text)))[..HashDigits];

    static string EntryComment(string network, AttachmentKey key) => Owner.Shorten($"name: \"{network}\" id: \"{key.ContainerId}\"", LongestComment);

    static string Comment(string network, AttachmentKey key) => Owner.Shorten($"name: \"{network}\" id: \"{key.ContainerId}\" if: \"{key.IfName}\"", LongestComment);
}
