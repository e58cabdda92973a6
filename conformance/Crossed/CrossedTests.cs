using Tests;
using Xunit;

namespace Conformance.Crossed;

/// <summary>One make's plugins attach, the other's check and detach, both ways: as on a host whose plugins are exchanged while containers run.</summary>
public class CrossedTests
{
    static readonly Attachee s_pod = new();

    // Its CHECK counts the rules in its own tables, and its DEL knows no others.
    const string NotTheReferences = "nftables";

    // The reference's CHECK fails on its own work, too: of layer 2 it wants addresses, and the routes that sbr and vrf have moved it does not find.
    static readonly string[] s_notFound = ["bridge, layer 2", "bridge, sbr", "bridge, vrf"];

    // Our CHECK of published ports, and of a firewall by nftables, is about our own nft table.
    static readonly string[] s_notChecked = ["bridge, portmap by nftables", "ptp, portmap by nftables", "bridge, firewall by nftables"];

    // The reference's rules for a container tell its address, but not whose it is: only a result leads to them.
    static bool IsKnownByItsResult(string network) => network.Contains("firewall by");

    // Then GC needs nothing else: the veth goes with whatever is at either of its ends. Not what is beside it in the pod,
    // nor the file that the reference's tuning keeps, of which nothing tells the network.
    static bool IsKnownByItsLease(string network) => network.Split(", ") is ["bridge" or "ptp", .. var rest]
        && !IsKnownByItsResult(network) && !rest.Any(part => part is "layer 2" or "static" or "sbr" or "vrf" or "tuning");

    static bool IsCheckedByTheReference(string network) => !s_notFound.Any(network.StartsWith) && !s_notChecked.Contains(network);

    public static TheoryData<string> Networks() => [.. ChainNetworks.NamesOfBoth];

    [Theory, MemberData(nameof(Networks))]
    public void We_check_and_delete_what_the_reference_has_added(string network) => InALab(network, (lab, ours, theirs, chain, _) =>
    {
        var made = Succeed("the reference's ADD", chain.Add(theirs, s_pod));
        if (!s_notChecked.Contains(network))
            Succeed("our CHECK", made.Check(ours, s_pod));
        Succeed("our DEL", made.Del(ours, s_pod));
        Succeed("our DEL again", made.Del(ours, s_pod));
    });

    [Theory, MemberData(nameof(Networks))]
    public void We_delete_what_the_reference_has_added_and_nobody_remembers(string network) => InALab(network, (lab, ours, theirs, chain, _) =>
    {
        var made = Succeed("the reference's ADD", chain.Add(theirs, s_pod));
        Succeed("our DEL without a result", chain.Del(ours, s_pod));
        if (IsKnownByItsResult(network))
            Succeed("our DEL", made.Del(ours, s_pod));
    });

    [Theory, MemberData(nameof(Networks))]
    public void Our_gc_takes_away_what_the_reference_has_added(string network) => InALab(network, (lab, ours, theirs, chain, valid) =>
    {
        string before = Leftover.Of(lab, "pod");
        var made = Succeed("the reference's ADD", chain.Add(theirs, s_pod));
        Succeed("our GC", chain.Gc(ours, valid));
        if (IsKnownByItsLease(network))
            Assert.Equal("", Leftover.Since(before, lab, "pod"));
        Succeed("DEL of what is within the pod", (IsKnownByItsResult(network) ? made : chain).Del(ours, s_pod));
    });

    [Theory, MemberData(nameof(Networks))]
    public void The_reference_checks_and_deletes_what_we_have_added(string network) => InALab(network, (lab, ours, theirs, chain, valid) =>
    {
        var made = Succeed("our ADD", chain.Add(ours, s_pod));
        if (IsCheckedByTheReference(network))
            Succeed("the reference's CHECK", made.Check(theirs, s_pod));
        var deleted = made.Del(theirs, s_pod);
        if (network.Contains(NotTheReferences) && deleted.ExitCode != 0)   // over an iptables chain that nobody made: of its own work, too
            deleted = made.Del(theirs, s_pod);
        Succeed("the reference's DEL", deleted);
        if (network.Contains(NotTheReferences) || network.Contains("portmap") || network.Contains("firewall"))
            Succeed("our GC, for our own nft tables and records", chain.Gc(ours, valid));
    });

    // Beside a container of each make, so that what containers share is there and has to stay.
    static void InALab(string network, Action<Lab, PluginFolder, PluginFolder, Chain, Attachee[]> test) => Lab.Run(lab =>
    {
        PluginFolder ours = PluginFolder.Ours, theirs = PluginFolder.Reference(PluginFolder.Newer);
        var chain = ChainNetworks.Chain(network, hostPort: 8080);
        ChainNetworks.Need(chain, ours, theirs);
        ChainNetworks.Prepare(lab, network, 8080, 9090, 9091);
        Attachee first = new("first1", "first"), second = new("second1", "second");
        foreach (string ns in (string[])["pod", "first", "second"])
        {
            lab.Namespace(ns);
            if (network.StartsWith("tap"))   // it has no carrier, and the reference waits ten seconds for IPv6 to find no other of its address
                lab.In(ns, "sysctl -qw net.ipv6.conf.default.accept_dad=0");
        }
        var firsts = Succeed("the reference's first ADD", ChainNetworks.Chain(network, hostPort: 9090).Add(theirs, first));
        var seconds = Succeed("our first ADD", ChainNetworks.Chain(network, hostPort: 9091).Add(ours, second));
        string before = Leftover.Of(lab, "pod", "first", "second");

        test(lab, ours, theirs, chain, [first, second]);

        Assert.Equal("", Leftover.Since(before, lab, "pod", "first", "second"));
        if (!s_notChecked.Contains(network))
            Succeed("our CHECK of the first", firsts.Check(ours, first));
        Succeed("our CHECK of the second", seconds.Check(ours, second));
    });

    static Chain Succeed(string what, (Chain Chain, Outcome Outcome) added)
    {
        Succeed(what, added.Outcome);
        return added.Chain;
    }

    static void Succeed(string what, Outcome outcome) => Assert.True(outcome.ExitCode == 0, $"{what}: {outcome}");
}
