using System.Net;
using Cni;
using Netfilter.Iptables;
using Netfilter.Nft;
using Plugins.Shared;
using Rule = Netfilter.Iptables.Rule;

namespace Plugins.Portmap;

/// <summary>
/// Published ports as rules of iptables, chain by chain as the reference plugin has them. One iptables-restore makes all of a family's; what is there already is
/// read from nf_tables without a process where iptables keeps its rules there.
/// </summary>
internal sealed class IptablesPorts(NftSocket nft, PortmapConfig config, Attachment at)
{
    /// <summary>Publishes the ports; none, when iptables refuses one family's, or one is another container's.</summary>
    public void Add(IReadOnlyList<PublishedPort> ports)
    {
        using var undo = new Undo();
        undo.Add(() => Remove());
        foreach (var program in Programs())
        {
            IptablesTable? table = null;
            program.Restore(() => Missing(table = program.Table(DnatChain.Table, nft), program.Family, ports));
            if (table is not null)
                EarlierPublisher.Refuse(table, Chain(table, program.Family, ports));
        }
        undo.Complete();
    }

    // Iptables of the families that the container has addresses of.
    IEnumerable<Iptables> Programs() =>
        IptablesFamilies.All.Where(program => config.Containers(at).Any(container => container.IsIPv4 == (program.Family == NftFamily.Ipv4)));

    Changes Missing(IptablesTable table, NftFamily family, IReadOnlyList<PublishedPort> ports)
    {
        var chain = Chain(table, family, ports);
        if (table.Has(chain.Name))
            table.DeleteChains([chain.Name], DnatChain.TopLevel);
        var changes = new Changes(DnatChain.Table);
        if (config.Snat != Snat.None && config.ExternalSetMarkChain is null)
            PrepareMasquerading(changes, table, chain);
        if (!table.Has(DnatChain.TopLevel))
            changes.Create(DnatChain.TopLevel);
        foreach (var jump in DnatChain.TopLevelJumps.Where(jump => !table.Rules(jump.Chain).Any(rule => rule.JumpsTo == DnatChain.TopLevel)))
            changes.Append(jump);
        changes.Create(chain.Name);
        foreach (var rule in chain.Rules().Concat(chain.Jumps()))
            changes.Append(rule);
        return changes;
    }

    // Chains that every container shares, with a rule for each bit that networks ask for. The jump from POSTROUTING came with the first rule that it leads to; that
    // chain, where iptables' masquerading has a rule for each container, is not read.
    void PrepareMasquerading(Changes changes, IptablesTable table, DnatChain chain)
    {
        bool isMarked = table.Rules(DnatChain.SetMark).Any(rule => rule.SetsMark == config.Mark), isMasqueraded = table.Rules(DnatChain.Masquerade).Count > 0;
        if (isMarked && isMasqueraded)
            return;
        foreach (string shared in (string[])[DnatChain.SetMark, DnatChain.Masquerade])
            if (!table.Has(shared))
                changes.Create(shared);
        if (!isMarked)
            changes.Append(chain.MarkRule);
        changes.Append(chain.MasqueradeRule);
        if (!isMasqueraded)
            changes.Insert(DnatChain.MasqueradeJump);
    }

    /// <summary>
    /// The reference plugin's chain for the container, unless that one serves another interface of it in the same network: then one of its own.
    /// </summary>
    DnatChain Chain(IptablesTable table, NftFamily family, IReadOnlyList<PublishedPort> ports)
    {
        var own = ports.Where(port => port.Family == family).ToList();
        string shared = DnatChain.SharedName(config.Name, at.ContainerId);
        bool isFree = IsFor(table, shared, own.Select(port => port.Container.Address));
        return new(isFree ? shared : DnatChain.OwnName(config.Name, at.ContainerId, at.IfName), config, at.ContainerId, family, own);
    }

    // A chain that sends to no one else.
    static bool IsFor(IptablesTable table, string chain, IEnumerable<IPAddress> containers) =>
        table.Rules(chain).All(rule => rule.SentTo is null || containers.Contains(rule.SentTo));

    /// <summary>Throws the first rule that is missing, in the words of the reference plugin.</summary>
    public void Check(IReadOnlyList<PublishedPort> ports)
    {
        foreach (var program in Programs())
            if (NotFound(program, ports) is { } missing)
                throw new CniError(CniErrorCode.Internal, $"could not check ipv{PortTable.Digit(program.Family)} dnat: {missing}");
    }

    string? NotFound(Iptables program, IReadOnlyList<PublishedPort> ports)
    {
        var table = program.Table(DnatChain.Table, nft);
        var chain = Chain(table, program.Family, ports);
        if (!table.Has(chain.Name))
            return $"chain {chain.Name} not found in iptables table {DnatChain.Table}";
        var saved = program.Save(DnatChain.Table).ToHashSet();
        IEnumerable<Rule> shared = config.Snat == Snat.None || config.ExternalSetMarkChain is not null ? DnatChain.TopLevelJumps
            : [.. DnatChain.TopLevelJumps, chain.MarkRule, chain.MasqueradeRule, DnatChain.MasqueradeJump];
        var wanted = chain.Rules().Concat(shared).FirstOrDefault(rule => !saved.Contains(rule.ToString()))
            ?? chain.Jumps().FirstOrDefault(jump => !(chain.IsConditional ? program.Has(DnatChain.Table, jump) : saved.Contains(jump.ToString())));
        return wanted is null ? null : $"rule {wanted.Specification} in chain {wanted.Chain} not found in table {DnatChain.Table}";
    }

    /// <summary>
    /// Removes the attachment's chains from wherever iptables keeps such: ours, the reference plugin's, and what older ones of it left. The addresses tell
    /// whose the chain is that all interfaces of a container in a network would share; without any, it goes if the attachment has none of its own.
    /// Without any, too, it returns the containers that they led to.
    /// </summary>
    public List<IPAddress> Remove()
    {
        IPAddress[] addresses = [.. config.Containers(at).Select(container => container.Address)];
        var containers = new List<IPAddress>();
        IptablesFamilies.ForEachTable(DnatChain.Table, nft, table => RemoveFrom(table, addresses, addresses.Length == 0 ? containers : null));
        return containers;
    }

    void RemoveFrom(IptablesTable table, IPAddress[] addresses, List<IPAddress>? containers)
    {
        string own = DnatChain.OwnName(config.Name, at.ContainerId, at.IfName), shared = DnatChain.SharedName(config.Name, at.ContainerId);
        bool hasOwn = table.Has(own);
        if (hasOwn)
            Delete(table, [own], containers);
        if (table.Has(shared) && (addresses.Length == 0 ? !hasOwn : IsFor(table, shared, addresses)))
            Delete(table, [shared], containers);
        var old = DnatChain.Old(config.Name, at.ContainerId);
        if (table.Has(old.Name))
            table.DeleteChains([old.Name], old.TopLevel);
    }

    static void Delete(IptablesTable table, List<string> chains, List<IPAddress>? containers)
    {
        if (containers is not null)
            foreach (string chain in chains)
                foreach (var rule in table.Rules(chain))
                    if (rule.SentTo is { } container && !containers.Contains(container))
                        containers.Add(container);
        table.DeleteChains(chains, DnatChain.TopLevel);
    }

    /// <summary>Removes the chains of the network's attachments that are not among the valid ones, and returns the containers that they led to.</summary>
    public static List<IPAddress> Gc(NftSocket nft, string network, IReadOnlySet<AttachmentKey> valid)
    {
        var live = valid.Select(key => DnatChain.SharedName(network, key.ContainerId))
            .Concat(valid.Select(key => DnatChain.OwnName(network, key.ContainerId, key.IfName))).ToHashSet();
        var containers = new List<IPAddress>();
        IptablesFamilies.ForEachTable(DnatChain.Table, nft, table =>
        {
            List<string> garbage = [.. table.Rules(DnatChain.TopLevel)
                .Where(jump => jump is { Comment: { } comment, JumpsTo: { } chain } && DnatChain.IsOfNetwork(comment, network) && !live.Contains(chain))
                .Select(jump => jump.JumpsTo!).Distinct()];
            if (garbage.Count > 0)
                Delete(table, garbage, containers);
        });
        return containers;
    }
}
