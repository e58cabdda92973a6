using System.Net;
using Netfilter.Nft;

namespace Plugins.Portmap;

// What the table is made of: chains, maps of ports, and the rules that look into them.
internal sealed partial class PortTable
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
}
