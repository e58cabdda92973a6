using Tests;
using Xunit;
using Xunit.Abstractions;

namespace Conformance.Killed;

/// <summary>
/// Our plugins are killed at every system call that changes something, one after another. Whatever they were doing, one DEL, or one GC,
/// and the machine is as it was. Of a kind of link that only some kernels have, what is its own is tried: the requests to the kernel's network.
/// </summary>
public class KilledTests(ITestOutputHelper output)
{
    static readonly Attachee s_neighbour = new("neighbour1", "neighbour"), s_pod = new();
    static readonly PluginFolder s_ours = PluginFolder.Ours;

    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (string network in ChainNetworks.Names)
            foreach (var (killed, then) in new[] { ("ADD", "DEL"), ("ADD", "GC"), ("DEL", "DEL"), ("DEL", "GC"), ("GC", "GC") })
                if (then == "DEL" || (ChainNetworks.HasGarbage(network) && ChainNetworks.KindIn(network) is null))
                    rows.Add(network, killed, then);
        return rows;
    }

    [Theory, MemberData(nameof(Rows))]
    public void Nothing_is_left_when_a_call_is_killed(string network, string killed, string then) => Lab.Run(lab =>
    {
        Chain chain = ChainNetworks.Chain(network, hostPort: 8080), neighbours = ChainNetworks.Chain(network, hostPort: 9090);
        ChainNetworks.Need(chain, s_ours);
        ChainNetworks.Prepare(lab, network, 8080, 9090);
        lab.Namespace(s_neighbour.Ns);
        lab.Namespace(s_pod.Ns);
        // Makes what the containers share, and must itself be left alone.
        neighbours = Succeed("the neighbour's ADD", neighbours.Add(s_ours, s_neighbour));
        // A first time, for what changes but once: lo has addresses, even down, when it has been up.
        Recover(Succeed("the first ADD", chain.Add(s_ours, s_pod)), "DEL");
        // GC is not about what is in the pod's namespace only: that goes with it, and until then the next DEL removes it.
        bool staysInThePod = then == "GC" && ChainNetworks.IsWithinThePod(network);
        string[] judged = staysInThePod ? [] : [s_pod.Ns];
        string before = Leftover.Of(lab, judged), neighboursPlace = Leftover.Of(lab, s_neighbour.Ns);

        var failures = new List<string>();
        int count = 0;
        string? kind = ChainNetworks.KindIn(network);
        for (int plugin = 0; plugin < chain.Plugins.Count; plugin++)
        {
            if (kind is not null && $"{chain.Plugins[plugin]["type"]}" != kind)
                continue;
            var points = Strace.Count(lab, Prepare(chain, killed, plugin), kind is null ? ChangingCalls.Names : ChangingCalls.OfNetlink);
            Recover(chain, "DEL");
            foreach (var point in points)
            {
                var call = Prepare(chain, killed, plugin);
                if (Strace.Kill(lab, call, point))
                    count++;
                else
                    failures.Add($"{call} never came to {point}");
                Recover(chain, then);
                string left = Leftover.Since(before, lab, judged);
                if (left == "" && !staysInThePod)
                    continue;
                Recover(chain, "DEL");   // each point is judged by itself
                if (left == "")
                    continue;
                failures.Add($"{call} killed at {point}, then {then}:\n{left}");
                before = Leftover.Of(lab, judged);
            }
        }

        output.WriteLine($"{network}: {killed} was killed at {count} points");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal("", Leftover.Since(neighboursPlace, lab, s_neighbour.Ns));
        Succeed("the neighbour's DEL", neighbours.Del(s_ours, s_neighbour));
    });

    // Up to the call that is to die. What a killed ADD has reported, the runtime has not kept; what a DEL is about, it has.
    static PluginCall Prepare(Chain chain, string killed, int index)
    {
        var plugin = chain.Plugins[index];
        string type = $"{plugin["type"]}";
        if (killed == "ADD")
        {
            var before = Succeed("ADD before", (chain with { Plugins = [.. chain.Plugins.Take(index)] }).Add(s_ours, s_pod));
            return new(s_ours, "ADD", type, chain.Request(plugin, before.Result), s_pod);
        }
        var added = Succeed("ADD", chain.Add(s_ours, s_pod));
        if (killed == "GC")
            return new(s_ours, "GC", type, chain.GcRequest(plugin, [s_neighbour]), new("", "", ""));
        foreach (var later in chain.Plugins.Skip(index + 1).Reverse())
            Succeed("DEL before", s_ours.Call("DEL", $"{later["type"]}", chain.Request(later, added.Result), s_pod));
        return new(s_ours, "DEL", type, chain.Request(plugin, added.Result), s_pod);
    }

    // GC is not about the pod's namespace: what is in there goes with it, and until then the next ADD or DEL removes it.
    static void Recover(Chain chain, string then)
    {
        if (then == "DEL")
            Succeed("DEL", chain.Del(s_ours, s_pod));
        else
            Succeed("GC", chain.Gc(s_ours, s_neighbour));
    }

    static Chain Succeed(string what, (Chain Chain, Outcome Outcome) added)
    {
        Succeed(what, added.Outcome);
        return added.Chain;
    }

    static void Succeed(string what, Outcome outcome) => Assert.True(outcome.ExitCode == 0, $"{what}: {outcome}");
}
