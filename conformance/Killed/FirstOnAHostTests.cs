using Tests;
using Xunit;
using Xunit.Abstractions;

namespace Conformance.Killed;

/// <summary>The first ADD on a host makes what all later ones share: bridge, tables, chains. Killed while it does, it must not be in the way of the next.</summary>
public class FirstOnAHostTests(ITestOutputHelper output)
{
    static readonly Attachee s_pod = new();
    static readonly PluginFolder s_ours = PluginFolder.Ours;

    [Theory]
    [InlineData("bridge, portmap by nftables")]
    [InlineData("bridge, portmap by iptables")]
    [InlineData("ptp, masquerading by nftables")]
    public void The_next_add_completes_what_a_killed_one_began(string network)
    {
        var chain = ChainNetworks.Chain(network, hostPort: 8080);
        ChainNetworks.Need(chain, s_ours);
        IReadOnlyList<Point> points = [];
        Lab.Run(lab => points = Strace.Count(lab, First(lab, chain), ChangingCalls.Names));

        var failures = new List<string>();
        foreach (var point in points)
            Lab.Run(lab =>
            {
                if (!Strace.Kill(lab, First(lab, chain), point))
                    failures.Add($"never came to {point}");
                if (Problem(lab, chain) is { } problem)
                    failures.Add($"killed at {point}: {problem}");
            });

        output.WriteLine($"{network}: the first ADD on a host was killed at {points.Count} points");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    static PluginCall First(Lab lab, Chain chain)
    {
        lab.Namespace(s_pod.Ns);
        var plugin = chain.Plugins[0];
        return new(s_ours, "ADD", $"{plugin["type"]}", chain.Request(plugin, null), s_pod);
    }

    static string? Problem(Lab lab, Chain chain)
    {
        if (chain.Del(s_ours, s_pod) is { ExitCode: not 0 } first)
            return $"DEL: {first}";
        var (made, added) = chain.Add(s_ours, s_pod);
        if (added.ExitCode != 0)
            return $"the next ADD: {added}";
        if (made.Check(s_ours, s_pod) is { ExitCode: not 0 } check)
            return $"the next CHECK: {check}";
        if (lab.TryIn(s_pod.Ns, "ping -n -q -c 1 -W 5 10.22.0.1").ExitCode != 0)
            return "the gateway does not answer";
        if (made.Del(s_ours, s_pod) is { ExitCode: not 0 } last)
            return $"the next DEL: {last}";
        string left = lab.Tool("""
            ip -o link show type veth; cd /var/lib/cni && find . -name '10.*' -o -name 'fd*'
            nft list ruleset 2>/dev/null | grep -E 'attached1|CNI-(DN-)?[0-9a-f]{21}' || true
            """);
        return left == "" ? null : $"left: {left}";
    }
}
