using Linux;

namespace Bench;

/// <summary>What the firewall costs: by our nftables and by our iptables, beside the reference's iptables; and by our nftables beside many containers.</summary>
internal static class FirewallBench
{
    const int Containers = 5_000, WarmUp = 3;

    public static void Run(Report report, string ours, string theirs, int rounds)
    {
        using Host nft = new("bench-fw-nft"), iptables = new("bench-fw-ipt"), reference = new("bench-fw-ref"), full = new("bench-fw-full");
        foreach (int[] some in Enumerable.Range(1, Containers).Chunk(500))
            full.Run(() => Call(ours, "ADD", $"live{some[0]}", "nftables", [.. some.Select(number => $"10.7.{number / 250}.{number % 250 + 1}/16")]));

        (Host Host, string Folder, string Backend, Samples Adds, Samples Dels)[] sides =
        [
            (reference, theirs, "iptables", new(), new()), (nft, ours, "nftables", new(), new()), (iptables, ours, "iptables", new(), new()), (full, ours, "nftables", new(), new()),
        ];
        for (int round = -WarmUp; round < rounds; round++)
            foreach (var (host, folder, backend, adds, dels) in sides)
                host.Run(() =>
                {
                    adds.If(round >= 0).Measure(() => Call(folder, "ADD", $"c{round}", backend, ["10.9.0.2/24"]));
                    dels.If(round >= 0).Measure(() => Call(folder, "DEL", $"c{round}", backend, ["10.9.0.2/24"]));
                });

        var (_, _, _, theirAdds, theirDels) = sides[0];
        report.Times("ADD of firewall, nftables", sides[1].Adds, theirAdds, "reference, iptables", 1 / 6.0);
        report.Times("DEL of the same", sides[1].Dels, theirDels, "reference, iptables", 1 / 6.0);
        report.Times("ADD of firewall, iptables", sides[2].Adds, theirAdds, "reference, iptables");
        report.Times("DEL of the same", sides[2].Dels, theirDels, "reference, iptables");
        report.Times($"ADD of firewall, nftables, beside {Containers:N0} containers", sides[3].Adds, sides[1].Adds, "on an empty host", 1.3);
        report.Times("DEL of the same", sides[3].Dels, sides[1].Dels, "on an empty host", 1.3);
    }

    static string Call(string folder, string command, string container, string backend, string[] addresses) => Tool.Run($"{folder}/firewall", [],
    [
        $"PATH={Tool.Path}", $"CNI_COMMAND={command}", $"CNI_CONTAINERID={container}", "CNI_NETNS=/run/netns/none", "CNI_IFNAME=eth0", $"CNI_PATH={folder}",
    ], $$"""
        { "cniVersion": "1.0.0", "name": "bench", "type": "firewall", "backend": "{{backend}}", "prevResult": { "cniVersion": "1.0.0",
          "interfaces": [{ "name": "br0" }, { "name": "veth0" }, { "name": "eth0", "sandbox": "/run/netns/none" }],
          "ips": [{{string.Join(',', addresses.Select(address => $$"""{ "address": "{{address}}", "interface": 2 }"""))}}] } }
        """);
}
