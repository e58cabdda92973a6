using Linux;

namespace Bench;

/// <summary>What attaching and detaching one container costs, by the same chain of plugins of two makes, turn by turn.</summary>
internal static class ChainBench
{
    const int WarmUp = 3;

    public static void Nft(Report report, string ours, string theirs, int rounds)
    {
        var (our, their, veth) = Measure(new Chain(ours, 1), new Chain(theirs, 2), rounds);
        report.Times("ADD of bridge + host-local + portmap, nft", our.Add, their.Add, "reference", 1 / 12.0);
        report.Times("DEL of the same", our.Del, their.Del, "reference", 1 / 5.0);
        report.Times("DEL of the same, beside `ip link del` of a veth", our.Del, veth, "ip link del", 1.4);
        double ourCpu = our.Add.MedianCpu + our.Del.MedianCpu, theirCpu = their.Add.MedianCpu + their.Del.MedianCpu;
        report.Row("CPU time of both", Report.Milliseconds(ourCpu), $"{Report.Milliseconds(theirCpu)} reference", ourCpu / theirCpu, 1 / 15.0);
    }

    public static void Iptables(Report report, string ours, string theirs, int rounds)
    {
        var (our, their, _) = Measure(new Chain(ours, 3) { Backend = Chain.Iptables }, new Chain(theirs, 4) { Backend = Chain.Iptables }, rounds);
        report.Times("ADD of bridge + host-local + portmap, iptables", our.Add, their.Add, "reference", 1 / 3.0);
        report.Times("DEL of the same", our.Del, their.Del, "reference", 1 / 4.0);
    }

    static (Side Our, Side Their, Samples Veth) Measure(Chain ours, Chain theirs, int rounds)
    {
        string pod = $"/run/netns/{ours.Bridge}";
        NamedNamespaces.Add(ours.Bridge);
        var (our, their) = (new Side(ours), new Side(theirs));
        var veth = new Samples();
        for (int round = -WarmUp; round < rounds; round++)
        {
            foreach (var side in (Side[])[their, our])
                side.Round(pod, round, counts: round >= 0);
            RemoveVeth(ours.Bridge, veth.If(round >= 0));
        }
        NamedNamespaces.Delete(ours.Bridge);
        return (our, their, veth);
    }

    // A veth like a container's: up at both ends, an address inside, a port of the bridge outside.
    static void RemoveVeth(string bridge, Samples samples)
    {
        Tool.Run($"ip link add bench-veth master {bridge} type veth peer name eth0 netns {bridge}");
        Tool.Run("ip link set bench-veth up");
        Tool.Run($"ip -n {bridge} address add 10.99.0.2/24 dev eth0");
        Tool.Run($"ip -n {bridge} link set eth0 up");
        samples.Measure(() => Tool.Run("ip link del bench-veth"));
    }

    sealed class Side(Chain chain)
    {
        public Samples Add { get; } = new();
        public Samples Del { get; } = new();

        public void Round(string pod, int round, bool counts)
        {
            var (container, port) = ($"c{round}", 30_000 + round);
            string result = Add.If(counts).Measure(() => chain.Add(container, pod, port));
            Del.If(counts).Measure(() => chain.Del(container, pod, port, result));
        }
    }
}
