using Conformance.Differential;
using Tests;
using Tests.Commands;
using Xunit;

namespace Conformance.Crossed;

/// <summary>
/// Addresses by DHCP on a host that goes over from one make to the other. A plugin and its daemon are of one make, and what a daemon keeps is its own, so that a
/// lease nobody can give back is the server's until it ends. The rest goes.
/// </summary>
public class DhcpCrossedTests
{
    static readonly Attachee s_pod = new(), s_other = new("other1", "other");

    [Theory, InlineData(true), InlineData(false)]
    public void What_one_make_has_attached_the_other_detaches_when_the_daemons_are_exchanged(bool oursFirst) => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, term: "1h");
        PluginFolder ours = PluginFolder.Ours, theirs = PluginFolder.Reference(PluginFolder.Newer);
        var (one, other) = oursFirst ? (ours, theirs) : (theirs, ours);
        var daemon = oursFirst ? lan.Daemon : Lan.Exchange(lab, lan.Daemon, theirs);
        lab.Namespace("pod");
        lab.Namespace("other");
        var chain = Chain.Of(DhcpLan.Config());
        string before = Leftover.Of(lab);

        var made = Succeed("ADD by the one", chain.Add(one, s_pod));
        daemon = Lan.Exchange(lab, daemon, other);
        var (others, added) = chain.Add(other, s_other);
        Succeed("ADD by the other, meanwhile", added);
        Succeed("DEL by the other", made.Chain.Del(other, s_pod));
        Succeed("CHECK of the other's own", others.Check(other, s_other));
        Succeed("DEL of the other's own", others.Del(other, s_other));

        Assert.DoesNotContain("eth0", lab.In("pod", "ip -br link"));
        File.Delete($"/var/lib/cni/dhcp/run:cni:dhcp.sock/net:{s_pod.Container}:{s_pod.IfName}");   // which only ours knows
        Assert.Equal("", Leftover.Since(before, lab));
    });

    [Fact]
    public void Daemons_of_both_makes_on_sockets_of_their_own_lease_from_one_server() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, term: "1h");
        PluginFolder ours = PluginFolder.Ours, theirs = PluginFolder.Reference(PluginFolder.Newer);
        lab.Start($"{theirs.Path}/dhcp daemon -timeout 1s -socketpath /run/theirs.sock");
        lab.Until("the reference's daemon listens", () => File.Exists("/run/theirs.sock"));
        lab.Namespace("pod");
        lab.Namespace("other");
        string before = Leftover.Of(lab, "pod", "other");

        var our = Succeed("our ADD", Chain.Of(DhcpLan.Config()).Add(ours, s_pod));
        var their = Succeed("the reference's ADD", Chain.Of(DhcpLan.Config("\"daemonSocketPath\": \"/run/theirs.sock\"")).Add(theirs, s_other));
        Assert.Equal(0, lab.TryIn("pod", $"ping -n -q -c 1 -W 5 {Address(their.Chain)}").ExitCode);
        Succeed("our DEL", our.Chain.Del(ours, s_pod));
        Succeed("the reference's CHECK of its own", their.Chain.Check(theirs, s_other));
        Assert.Single(lan.Leases.Split('\n'));
        Succeed("the reference's DEL", their.Chain.Del(theirs, s_other));

        Assert.Equal("", Leftover.Since(before, lab, "pod", "other"));
    });

    static string Address(Chain chain) => $"{chain.Result!["ips"]![0]!["address"]}".Split('/')[0];

    static (Chain Chain, Outcome Outcome) Succeed(string what, (Chain Chain, Outcome Outcome) added)
    {
        Succeed(what, added.Outcome);
        return added;
    }

    static void Succeed(string what, Outcome outcome) => Assert.True(outcome.ExitCode == 0, $"{what}: {outcome}");
}
