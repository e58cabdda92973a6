using System.Net;
using Cni;
using Netfilter.Nft;

namespace Plugins.Shared;

/// <summary>
/// Lets containers reach the world under the host's address. What a container sends within its own network, or to a group, keeps its source.
/// </summary>
internal sealed class NftMasquerade(NftSocket nft) : ElementTable(nft, s_table)
{
    static readonly Table s_table = new(NftFamily.Inet, "cni_masquerade") { Comment = "Net: containers' way out; one element a container" };
    static readonly Chain s_postrouting = new(s_table, "postrouting") { Hook = new("nat", HookPoint.Postrouting, 100) };
    static readonly Chain s_inside = new(s_table, "inside") { Comment = "what stays in its own network keeps its source" };
    const string InsidePrefix = "inside";

    public void Add(IReadOnlyList<Cidr> addresses, string owner) => Put(Elements(addresses, owner));

    public void Check(IReadOnlyList<Cidr> addresses, string owner) => Require(Elements(addresses, owner));

    /// <summary>Takes away what is the owner's; without addresses to look for, everything is looked at.</summary>
    public void Remove(IReadOnlyList<Cidr>? addresses, string owner) => Remove(addresses is null ? null : Elements(addresses, owner), owner);

    static List<Element> Elements(IReadOnlyList<Cidr> addresses, string owner)
    {
        var elements = new List<Element>();
        foreach (var address in addresses)
        {
            elements.Add(new(Sources(FamilyOf(address)), address.Address) { Comment = owner });
            elements.Add(new(Inside(FamilyOf(address), address.PrefixLength), Value.Concat(address.Address, address.Network.Address)) { Comment = owner });
        }
        return elements;
    }

    static NftFamily FamilyOf(Cidr address) => address.IsIPv4 ? NftFamily.Ipv4 : NftFamily.Ipv6;

    static string Digit(NftFamily family) => family == NftFamily.Ipv4 ? "4" : "6";

    /// <summary>The containers' addresses.</summary>
    static Set Sources(NftFamily family) => new(s_table, $"sources{Digit(family)}", DataType.Address(family)) { CanExpire = true };

    /// <summary>Each container's address with its network's. A rule looks for source and masked destination in it, so it is one set for each prefix length.</summary>
    static Set Inside(NftFamily family, int prefixLength) => new(s_table, $"{InsidePrefix}{Digit(family)}_{prefixLength}",
        DataType.Concat(DataType.Address(family), DataType.Address(family))) { CanExpire = true };

    protected override bool IsExtension(Set set) => set.Name.StartsWith(InsidePrefix, StringComparison.Ordinal);

    protected override void WriteFoundation(NftTransaction change)
    {
        change.Add(s_postrouting);
        change.Add(s_inside);
        change.Add(new Rule(s_postrouting, Ip.Daddr(NftFamily.Ipv4).Within(IPNetwork.Parse("224.0.0.0/4")), Verdict.Accept));
        change.Add(new Rule(s_postrouting, Ip.Daddr(NftFamily.Ipv6).Within(IPNetwork.Parse("ff00::/8")), Verdict.Accept));
        change.Add(new Rule(s_postrouting, Verdict.Jump(s_inside)));
        foreach (var family in Families)
        {
            change.Add(Sources(family));
            change.Add(new Rule(s_postrouting, Ip.Saddr(family).In(Sources(family)), new Masquerade()));
        }
    }

    protected override void WriteExtension(NftTransaction change, Set set)
    {
        var family = set.KeyType.Size == 2 * DataType.Ipv4Address.Size ? NftFamily.Ipv4 : NftFamily.Ipv6;
        int prefixLength = int.Parse(set.Name.AsSpan(set.Name.IndexOf('_') + 1));
        change.Add(new Rule(s_inside, Selector.Concat(Ip.Saddr(family), Ip.Daddr(family).Masked(prefixLength)).In(set), Verdict.Accept));
    }

    // An address is leased to one container at a time: whoever else is written down for it was never deleted, and is gone.
    protected override void OnTaken(Element wanted, Element found) { }
}
