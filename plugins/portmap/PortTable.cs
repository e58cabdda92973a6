using System.Net;
using Cni;
using Linux;
using Netfilter.Nft;
using Plugins.Shared;

namespace Plugins.Portmap;

/// <summary>
/// Published ports: who asks this host for one is sent to the container that a map has for it. Reached from elsewhere, from the host by any of
/// its addresses, from 127.0.0.1, and from containers of the same network, the publishing one included.
/// </summary>
internal sealed class PortTable(NftSocket nft) : ElementTable(nft, s_table)
{
    static readonly Table s_table = new(NftFamily.Inet, "cni_ports") { Comment = "Net: published ports; one element a port" };
    static readonly Chain s_guard = new(s_table, "guard") { Hook = new("filter", HookPoint.Prerouting, -300) };
    static readonly Chain s_prerouting = new(s_table, "prerouting") { Hook = new("nat", HookPoint.Prerouting, AfterOthers) };
    static readonly Chain s_output = new(s_table, "output") { Hook = new("nat", HookPoint.Output, AfterOthers) };
    static readonly Chain s_postrouting = new(s_table, "postrouting") { Hook = new("nat", HookPoint.Postrouting, 100) };
    static readonly Chain s_publish = new(s_table, "publish");
    static readonly Chain s_conditional = new(s_table, "conditional") { Comment = "networks with conditions of their own" };
    static readonly Chain s_answer = new(s_table, "answer") { Comment = "answers that would not come back this way by themselves" };
    static readonly IPNetwork s_loopback = IPNetwork.Parse("127.0.0.0/8");

    /// <summary>Behind dstnat, where iptables and nearly everybody else send connections on: what they have sent elsewhere goes there (CVE-2019-9946).</summary>
    const int AfterOthers = -99;

    const string NeighboursPrefix = "neighbours";
    const int PaddedPort = 4;   // bytes that a port takes behind an address

    readonly NftSocket _nft = nft;

    /// <summary>Publishes the ports; when the host has given one of them away, none.</summary>
    public void Add(IReadOnlyList<PublishedPort> ports, Snat snat, Conditions conditions, string owner)
    {
        Put(Elements(ports, snat, conditions.Suffix, owner));
        if (!conditions.Any)
            return;
        using var undo = new Undo();
        undo.Add(() => Remove(ports, snat, conditions, owner));
        foreach (var family in ConditionalFamilies(ports, conditions))
            ConditionalRules.Ensure(_nft, s_conditional, conditions, family);
        undo.Complete();
    }

    /// <summary>
    /// For ports that iptables publish: the guard before 127.0.0.1, which route_localnet opens to the neighbourhood, and the way for [::1], which iptables have not.
    /// </summary>
    public void AddLoopback(IReadOnlyList<PublishedPort> ports, Snat snat, string owner)
    {
        Ensure();   // the guard is a rule, and stands without elements
        Put(Elements([.. ports.Where(port => port.HostAddress is null || port.IsForLoopback)], snat, _ => "", owner).FindAll(IsOfLoopback));
    }

    static bool IsOfLoopback(Element element) => element.Set == s_fromLoopback || element.Set == s_fromLoopback6 || element.Set == s_fromLoopback6Alone;

    /// <summary>Throws when the guard is not there. It stays when its last port goes: without ports, there is nothing that it could keep from anybody.</summary>
    public void CheckGuard() => RequireRules([]);

    public void Check(IReadOnlyList<PublishedPort> ports, Snat snat, Conditions conditions, string owner)
    {
        Require(Elements(ports, snat, conditions.Suffix, owner));
        foreach (var family in ConditionalFamilies(ports, conditions))
            ConditionalRules.Require(_nft, s_conditional, conditions, family);
    }

    /// <summary>Removes the ports, published with conditions or without: they may have been written since.</summary>
    public void Remove(IReadOnlyList<PublishedPort> ports, Snat snat, Conditions conditions, string owner)
    {
        var candidates = Elements(ports, snat, _ => "", owner);
        candidates.AddRange(Elements(ports, Snat.None, _ => conditions.OwnSuffix, owner));
        Remove(candidates, owner);
    }

    /// <summary>Has the table of an earlier version, whose chains came before those of others, come after them.</summary>
    public void MoveBehindOthers() => Move(s_prerouting, s_output);

    /// <summary>Removes the ports of owners that nothing more is known of, and returns the containers that they led to.</summary>
    public IReadOnlyCollection<IPAddress> RemoveOwners(Func<string, bool> owned)
    {
        var containers = new HashSet<IPAddress>();
        foreach (var element in RemoveWhere(owned))
            if (element.Value is { } target)
                containers.Add(new IPAddress(target.Bytes[..^PaddedPort]));
        return containers;
    }

    /// <summary>
    /// Takes away what was made for a network's conditions, unless it still has ports. Not while an ADD of the network runs: the specification keeps GC alone.
    /// </summary>
    public void RemoveConditions(Conditions conditions)
    {
        foreach (var family in Families)
            if (new[] { ByAddress(family, conditions.OwnSuffix), ByPort(family, conditions.OwnSuffix) } is var maps
                && !maps.Any(map => _nft.List(map).Exists(element => !element.IsExpiring)))
                Delete(ConditionalRules.Of(_nft, s_conditional, conditions, family), maps, new(s_table, $"conditional{Digit(family)}{conditions.OwnSuffix}"));
    }

    void Delete(IReadOnlyList<Rule> rules, IReadOnlyList<Set> maps, Chain leadingToThem)
    {
        using var change = _nft.Begin();
        foreach (var rule in rules)
            change.Delete(rule);
        foreach (var chain in (Chain[])[leadingToThem, .. maps.Select(ChainOf)])
            if (_nft.Has(chain))
            {
                change.Delete(new Rule(chain));   // without a handle: all of them
                change.Delete(chain);
            }
        var there = _nft.ListSetNames(s_table);
        foreach (var map in maps.Where(map => there.Contains(map.Name)))
            change.Delete(map);
        change.Commit();
    }

    static IEnumerable<NftFamily> ConditionalFamilies(IReadOnlyList<PublishedPort> ports, Conditions conditions) =>
        Families.Where(family => conditions.Suffix(family) != "" && ports.Any(port => port.Family == family));

    static List<Element> Elements(IReadOnlyList<PublishedPort> ports, Snat snat, Func<NftFamily, string> suffix, string owner)
    {
        var elements = new Dictionary<(string, Value), Element>();
        foreach (var port in ports)
            foreach (var element in (Element[])[Mapping(port, suffix(port.Family)), .. Answers(port, snat)])
                elements[(element.Set.Name, element.Key)] = element with { Comment = owner };
        return [.. elements.Values];
    }

    static Element Mapping(PublishedPort port, string suffix)
    {
        Value protocol = Value.Protocol(port.Protocol), target = Value.Concat(port.Container.Address, Value.Port(port.ContainerPort));
        return port.HostAddress is null
            ? new(ByPort(port.Family, suffix), Value.Concat(protocol, Value.Port(port.HostPort)), target)
            : new(ByAddress(port.Family, suffix), Value.Concat(Loopback6.Asked(port.HostAddress), protocol, Value.Port(port.HostPort)), target);
    }

    static IEnumerable<Element> Answers(PublishedPort port, Snat snat)
    {
        if (snat != Snat.None && FromLoopback6(port) is { } set)
            yield return new(set, Value.Concat(Value.Protocol(port.Protocol), Value.Port(port.HostPort)));
        if (snat == Snat.All)
            yield return new(Everyone(port.Family), port.Container.Address);
        if (snat != Snat.Needed)
            yield break;
        if (port.Family == NftFamily.Ipv4)
            yield return new(s_fromLoopback, port.Container.Address);
        yield return new(Neighbours(port.Family, port.Container.PrefixLength), Value.Concat(port.Container.Address, port.Container.Network.Address));
    }

    internal static string Digit(NftFamily family) => family == NftFamily.Ipv4 ? "4" : "6";

    static DataType Target(NftFamily family) => DataType.Concat(DataType.Address(family), DataType.Port);

    static DataType AddressedPort(NftFamily family) => DataType.Concat(DataType.Address(family), DataType.Protocol, DataType.Port);

    static Set ByPort(NftFamily family, string suffix = "") => new(s_table, $"ports{Digit(family)}{suffix}",
        DataType.Concat(DataType.Protocol, DataType.Port), Target(family)) { CanExpire = true };

    static Set ByAddress(NftFamily family, string suffix = "") => new(s_table, $"ports{Digit(family)}_by_address{suffix}",
        AddressedPort(family), Target(family)) { CanExpire = true };

    /// <summary>Sends on whom a map of ports has a target for.</summary>
    static Rule SendOn(Chain chain, NftFamily family, Set map) => new(chain, Dnat.To(family, map.KeyType == AddressedPort(family)
        ? Selector.Concat(Ip.Daddr(family), Meta.L4Protocol, Th.Dport)
        : Selector.Concat(Meta.L4Protocol, Th.Dport), map));

    /// <summary>Where a network's own maps are looked into.</summary>
    static Chain ChainOf(Set map) => new(s_table, map.Name);

    /// <summary>Containers that see the host as every client (masqAll).</summary>
    static Set Everyone(NftFamily family) => new(s_table, $"everyone{Digit(family)}", DataType.Address(family)) { CanExpire = true };

    /// <summary>Containers that 127.0.0.1 reaches: they could not answer it, so they see the host.</summary>
    static readonly Set s_fromLoopback = new(s_table, "from_loopback4", DataType.Ipv4Address) { CanExpire = true };

    /// <summary>Ports that [::1] reaches: of those for all addresses of the host, and of those for it alone.</summary>
    static readonly Set s_fromLoopback6 = new(s_table, "from_loopback6", DataType.Concat(DataType.Protocol, DataType.Port)) { CanExpire = true };
    static readonly Set s_fromLoopback6Alone = s_fromLoopback6 with { Name = "from_loopback6_alone" };

    static Set? FromLoopback6(PublishedPort port) => port switch
    {
        { Family: NftFamily.Ipv6, HostAddress: null } => s_fromLoopback6,
        { Family: NftFamily.Ipv6 } when port.HostAddress.Equals(IPAddress.IPv6Loopback) => s_fromLoopback6Alone,
        _ => null,
    };

    /// <summary>
    /// Each container's address with its network's. A client in that network would be answered directly, from an address it did not ask: so the answer
    /// is made to come back through the host. One set for each prefix length, as its rule looks for the masked source.
    /// </summary>
    static Set Neighbours(NftFamily family, int prefixLength) => new(s_table, $"{NeighboursPrefix}{Digit(family)}_{prefixLength}",
        DataType.Concat(DataType.Address(family), DataType.Address(family))) { CanExpire = true };

    protected override bool IsExtension(Set set) => set.Name.StartsWith(NeighboursPrefix, StringComparison.Ordinal) || IsOneNetworks(set);

    static bool IsOneNetworks(Set set) => set.Name.Contains('/');

    protected override void WriteFoundation(NftTransaction change)
    {
        foreach (var chain in (Chain[])[s_guard, s_prerouting, s_output, s_postrouting, s_publish, s_conditional, s_answer])
            change.Add(chain);
        foreach (var family in Families)
            foreach (var set in (Set[])[ByPort(family), ByAddress(family), Everyone(family)])
                change.Add(set);
        change.Add(s_fromLoopback);
        change.Add(s_fromLoopback6);
        change.Add(s_fromLoopback6Alone);

        // Reaching containers from 127.0.0.1 takes route_localnet, which would let them, and their neighbours, reach what listens there.
        change.Add(new Rule(s_guard, Ip.Daddr(NftFamily.Ipv4).Within(s_loopback), Meta.IncomingName.IsNot("lo"), Verdict.Drop));
        change.Add(new Rule(s_prerouting, Fib.DaddrIsLocal, Verdict.Jump(s_publish)));
        change.Add(new Rule(s_output, Fib.DaddrIsLocal, Verdict.Jump(s_publish)));
        change.Add(new Rule(s_postrouting, Ct.StatusIsDnat, Verdict.Jump(s_answer)));
        change.Add(new Rule(s_publish, Verdict.Jump(s_conditional)));
        foreach (var family in Families)
        {
            change.Add(SendOn(s_publish, family, ByAddress(family)));
            change.Add(SendOn(s_publish, family, ByPort(family)));
            change.Add(new Rule(s_answer, Ip.Daddr(family).In(Everyone(family)), new Masquerade()));
        }
        change.Add(new Rule(s_answer, Ip.Saddr(NftFamily.Ipv4).Within(s_loopback), Ip.Daddr(NftFamily.Ipv4).In(s_fromLoopback), new Masquerade()));
        Loopback6.Write(change, s_table, s_guard, s_fromLoopback6, s_fromLoopback6Alone);
        change.Add(new Rule(s_answer, Loopback6.IsSource, new Masquerade()));
    }

    protected override void WriteExtension(NftTransaction change, Set set)
    {
        if (IsOneNetworks(set))
            WriteOneNetworks(change, set);
        else
            WriteNeighbours(change, set);
    }

    static void WriteOneNetworks(NftTransaction change, Set map)
    {
        change.Add(ChainOf(map));
        change.Add(SendOn(ChainOf(map), map.ValueType == Target(NftFamily.Ipv4) ? NftFamily.Ipv4 : NftFamily.Ipv6, map));
    }

    static void WriteNeighbours(NftTransaction change, Set set)
    {
        var family = set.KeyType.Size == 2 * DataType.Ipv4Address.Size ? NftFamily.Ipv4 : NftFamily.Ipv6;
        int prefixLength = int.Parse(set.Name.AsSpan(set.Name.IndexOf('_') + 1));
        change.Add(new Rule(s_answer, Selector.Concat(Ip.Daddr(family), Ip.Saddr(family).Masked(prefixLength)).In(set), new Masquerade()));
    }

    /// <summary>The first to publish a port keeps it until its DEL. An address is leased to one container at a time, so that what else is known of it is stale.</summary>
    protected override void OnTaken(Element wanted, Element found)
    {
        if (wanted.Set.ValueType is not null)
            throw new CniError(CniErrorCode.TryAgainLater, $"host port {PortOf(wanted.Key)} is published already",
                $"by {found.Comment ?? "an element without a comment"} (network, container, interface): delete that one, or run GC if it is gone");
    }

    // The last two parts of a key are the protocol and the port.
    static string PortOf(Value key) => string.Join("/", key.ToString().Split(" . ")[^2..].AsEnumerable().Reverse());
}
