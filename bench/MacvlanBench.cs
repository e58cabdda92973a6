using Linux;

namespace Bench;

/// <summary>What attaching a container to the network of a host's link costs: macvlan, and host-local with it.</summary>
internal static class MacvlanBench
{
    const string Pod = "/run/netns/bench-macvlan";

    public static void Run(Report report, string ours, string theirs, int rounds)
    {
        NamedNamespaces.Add("bench-macvlan");
        Tool.Run("ip link add bench-lan up type veth peer name bench-far");
        Tool.Run("ip link set bench-far up");
        Side our = new(ours, "our"), their = new(theirs, "their");
        for (int round = -3; round < rounds; round++)
            foreach (var side in (Side[])[their, our])
            {
                string container = $"c{round}";
                string result = side.Adds.If(round >= 0).Measure(() => side.Call("ADD", container));
                side.Dels.If(round >= 0).Measure(() => side.Call("DEL", container, $", \"prevResult\": {result}"));
            }
        Tool.Run("ip link del bench-lan");
        NamedNamespaces.Delete("bench-macvlan");
        report.Times("ADD of macvlan + host-local", our.Adds, their.Adds, "reference", 0.5);
        report.Times("DEL of the same", our.Dels, their.Dels, "reference");
    }

    sealed class Side(string folder, string name)
    {
        public Samples Adds { get; } = new();
        public Samples Dels { get; } = new();

        public string Call(string command, string container, string previous = "") => Tool.Run($"{folder}/macvlan", [],
            [$"PATH={Tool.Path}", $"CNI_COMMAND={command}", $"CNI_CONTAINERID={container}", $"CNI_NETNS={Pod}", "CNI_IFNAME=eth0", $"CNI_PATH={folder}"],
            $$"""
            { "cniVersion": "1.0.0", "name": "bench-{{name}}", "type": "macvlan", "master": "bench-lan",
              "ipam": { "type": "host-local", "dataDir": "/run/bench/macvlan", "subnet": "10.97.0.0/16", "routes": [ { "dst": "0.0.0.0/0" } ] }{{previous}} }
            """);
    }
}
