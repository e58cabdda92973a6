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
internal sealed partial class PortTable(NftSocket nft) : ElementTable(nft, s_table)
{
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
