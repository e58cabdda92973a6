using Linux;

namespace Bench;

/// <summary>What tuning and bandwidth add to attaching a container by a bridge.</summary>
internal static class TrafficBench
{
    const int WarmUp = 3;
    const string Pod = "/run/netns/bench-traffic";

    static readonly (string Plugin, string Keys)[] s_plugins =
    [
        ("tuning", """ "mtu": 1400, "mac": "02:00:00:00:00:0c", "sysctl": { "net.ipv4.conf.IFNAME.arp_filter": "1" } """),
        ("bandwidth", """ "ingressRate": 10000000, "ingressBurst": 1000000, "egressRate": 10000000, "egressBurst": 1000000 """),
    ];

    public static void Run(Report report, string ours, string theirs, int rounds)
    {
        NamedNamespaces.Add("bench-traffic");
        foreach (var (plugin, keys) in s_plugins)
        {
            var our = new Side(ours, new Chain(ours, 21), plugin, keys);
            var their = new Side(theirs, new Chain(theirs, 22), plugin, keys);
            for (int round = -WarmUp; round < rounds; round++)
            {
                their.Round(round);
                our.Round(round);
            }
            report.Times($"ADD of {plugin}, behind bridge", our.Add, their.Add, "reference", 0.6);
            report.Times($"DEL of {plugin}", our.Del, their.Del, "reference");
        }
        NamedNamespaces.Delete("bench-traffic");
    }

    sealed class Side(string folder, Chain chain, string plugin, string keys)
    {
        public Samples Add { get; } = new();
        public Samples Del { get; } = new();

        public void Round(int round)
        {
            string container = $"c{round}", attached = chain.Attach(container, Pod);
            string result = Add.If(round >= 0).Measure(() => Call("ADD", container, attached));
            Del.If(round >= 0).Measure(() => Call("DEL", container, result));
            chain.Detach(container, Pod, result);
        }

        string Call(string command, string container, string result) => Tool.Run($"{folder}/{plugin}", [],
            [$"CNI_COMMAND={command}", $"CNI_CONTAINERID={container}", $"CNI_NETNS={Pod}", "CNI_IFNAME=eth0", $"CNI_PATH={folder}"],
            $$"""{ "cniVersion": "1.0.0", "name": "bench", "type": "{{plugin}}", {{keys}}, "prevResult": {{result}} }""");
    }
}
