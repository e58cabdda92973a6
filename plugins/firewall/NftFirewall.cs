using System.Text;
using Cni;
using Linux;
using Netfilter.Nft;
using Netlink;
using Plugins.Shared;

namespace Plugins.Firewall;

/// <summary>
/// Whom containers reach, and who reaches them, as an nft table: a container is an element for each of its addresses, and a bridge under a policy two elements that
/// its containers share. Connections that exist and published ports pass first.
/// </summary>
internal sealed class NftFirewall(NftSocket nft) : ElementTable(nft, s_table)
{
    static readonly Table s_table = new(NftFamily.Inet, "cni_firewall") { Comment = "Net: containers and their bridges; one element an address" };
    static readonly Chain s_forward = new(s_table, "forward") { Hook = new("filter", HookPoint.Forward, 0) };
    static readonly Chain s_admin = new(s_table, "admin") { Comment = "yours: asked before all that follows" };
    static readonly Chain s_adminLast = new(s_table, "admin_last") { Comment = "yours: asked about what is left" };

    /// <summary>Bridges under a policy: from one to another nothing passes.</summary>
    static readonly Set s_guarded = new(s_table, "guarded", DataType.InterfaceName);

    /// <summary>Bridges that nothing enters from outside but by a published port.</summary>
    static readonly Set s_published = s_guarded with { Name = "published" };

    /// <summary>Each bridge twice, so that one look-up tells that a packet leaves by the bridge it came by: those within which containers talk to each other.</summary>
    static readonly Set s_within = new(s_table, "within", DataType.Concat(DataType.InterfaceName, DataType.InterfaceName));

    /// <summary>The same, of bridges within which they do not.</summary>
    static readonly Set s_isolated = s_within with { Name = "isolated" };

    readonly NftSocket _nft = nft;

    /// <param name="bridge">The bridge that the policy is about; null with <see cref="IngressPolicy.Open"/>.</param>
    public void Add(IReadOnlyList<Cidr> addresses, IngressPolicy policy, string? bridge, string owner) => Put(Elements(addresses, policy, bridge, owner));

    /// <inheritdoc cref="Add" path="/param"/>
    public void Check(IReadOnlyList<Cidr> addresses, IngressPolicy policy, string? bridge, string owner)
    {
        if (Elements(addresses, policy, bridge, owner) is { Count: > 0 } elements)
            Require(elements);
    }

    /// <summary>Takes away what is the owner's; without addresses to look for (null), everything is looked at.</summary>
    public void Remove(IReadOnlyList<Cidr>? addresses, string owner) =>
        Remove(addresses is null ? null : Elements(addresses, IngressPolicy.Open, null, owner), owner);

    /// <summary>Takes away what is about the bridge, unless it is used: no ADD that relies on it may come in between.</summary>
    public void Release(string bridge, Func<bool> isUsed)
    {
        while (_nft.Find(s_guarded, Value.InterfaceName(bridge)) is not null)
        {
            uint generation = _nft.Generation();
            var there = OfBridge(bridge).FindAll(element => _nft.Find(element.Set, element.Key) is not null);
            if (isUsed())
                return;
            try
            {
                using var change = _nft.Begin(generation);
                there.ForEach(change.Delete);
                change.Commit();
                return;
            }
            catch (NetlinkException e) when (e.Errno is Errno.Restart) { }   // somebody changed something: look again
        }
    }

    /// <summary>The bridges that something is about.</summary>
    public IEnumerable<string> Bridges() => _nft.List(s_guarded).Select(element => Encoding.UTF8.GetString(element.Key.Bytes.TrimEnd((byte)0)));

    static List<Element> Elements(IReadOnlyList<Cidr> addresses, IngressPolicy policy, string? bridge, string owner)
    {
        var elements = new List<Element>();
        foreach (var address in addresses)
            if (!elements.Exists(element => element.Key.Equals(address.Address)))
                elements.Add(new(Containers(address.IsIPv4 ? NftFamily.Ipv4 : NftFamily.Ipv6), address.Address) { Comment = owner });
        if (bridge is null)
            return elements;
        elements.Add(new(s_guarded, Value.InterfaceName(bridge)));
        elements.Add(new(policy == IngressPolicy.Isolated ? s_isolated : s_within, Twice(bridge)));
        if (policy == IngressPolicy.Published)
            elements.Add(new(s_published, Value.InterfaceName(bridge)));
        return elements;
    }

    static List<Element> OfBridge(string bridge) =>
        [new(s_guarded, Value.InterfaceName(bridge)), new(s_within, Twice(bridge)), new(s_isolated, Twice(bridge)), new(s_published, Value.InterfaceName(bridge))];

    static Value Twice(string bridge) => Value.Concat(Value.InterfaceName(bridge), Value.InterfaceName(bridge));

    static Set Containers(NftFamily family) =>
        new(s_table, family == NftFamily.Ipv4 ? "containers4" : "containers6", DataType.Address(family)) { CanExpire = true };

    protected override void WriteFoundation(NftTransaction change)
    {
        foreach (var chain in (Chain[])[s_forward, s_admin, s_adminLast])
            change.Add(chain);
        foreach (var set in (Set[])[s_guarded, s_within, s_isolated, s_published])
            change.Add(set);
        var way = Selector.Concat(Meta.IncomingName, Meta.OutgoingName);
        change.Add(new Rule(s_forward, Ct.StateIsEstablishedOrRelated, Verdict.Accept));
        change.Add(new Rule(s_forward, Verdict.Jump(s_admin)));
        change.Add(new Rule(s_forward, Ct.StatusIsDnat, Verdict.Accept));
        change.Add(new Rule(s_forward, way.In(s_isolated), Verdict.Drop));
        change.Add(new Rule(s_forward, Meta.IncomingName.In(s_guarded), Meta.OutgoingName.In(s_guarded), way.NotIn(s_within), Verdict.Drop));
        change.Add(new Rule(s_forward, Meta.OutgoingName.In(s_published), way.NotIn(s_within), Verdict.Drop));
        foreach (var family in Families)
        {
            change.Add(Containers(family));
            change.Add(new Rule(s_forward, Ip.Saddr(family).In(Containers(family)), Verdict.Accept));
        }
        change.Add(new Rule(s_forward, Verdict.Jump(s_adminLast)));
    }

    // What grows with the number of networks is elements, too.
    protected override void WriteExtension(NftTransaction change, Set set) { }

    protected override bool IsExtension(Set set) => false;

    // An address is leased to one container at a time: whoever else is written down for it was never deleted, and is gone.
    protected override void OnTaken(Element wanted, Element found) { }
}
