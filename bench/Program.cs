using Bench;

// Measures whole processes, as a runtime starts them, side by side with their peers in one run: theirs, ours, theirs, ours. What it prints are
// medians and ratios; run it by bench/run.sh, which gives it a network and mounts of its own.
if (args is not [var plugins, var reference, var hull, var image, var count, .. var names] || !int.TryParse(count, out int rounds))
{
    Console.Error.WriteLine("usage: bench PLUGINS REFERENCE HULL IMAGE.tar ROUNDS [NAME...]");
    return 2;
}
var report = new Report();
(string Name, Action Run)[] all =
[
    ("chain", () => ChainBench.Nft(report, plugins, reference, rounds)),
    ("iptables", () => ChainBench.Iptables(report, plugins, reference, rounds)),
    ("start", () => StartBench.Run(report, plugins, reference, 4 * rounds)),
    ("size", () => SizeBench.Run(report, plugins, reference)),
    ("scale", () => ScaleBench.Run(report, plugins, rounds)),
    ("firewall", () => FirewallBench.Run(report, plugins, reference, rounds)),
    ("ipv6", () => Ipv6Bench.Run(report, plugins, reference, rounds)),
    ("connections", () => ConnectionBench.Run(report, plugins, reference, rounds)),
    ("parallel", () => ParallelBench.Run(report, plugins, reference, Math.Max(1, rounds / 5))),
    ("traffic", () => TrafficBench.Run(report, plugins, reference, rounds)),
    ("macvlan", () => MacvlanBench.Run(report, plugins, reference, rounds)),
    ("podman", () => PodmanBench.Run(report, plugins, reference, image, Math.Max(1, rounds / 2))),
    ("links", () => LinkShowBench.Run(report, Path.GetFullPath($"{plugins}/../netctl"), rounds)),
    ("image", () => ImageBench.Run(report, hull, Math.Max(1, rounds / 10))),
    ("netns", () => NetnsBench.Run(report, $"{Path.GetDirectoryName(hull)}/netctl", 4 * rounds)),
    ("capture", () => CaptureBench.Run(report, Path.GetFullPath($"{plugins}/../netctl"))),
    ("beside", () => BesidePodmanBench.Run(report, hull, reference, image, Math.Max(1, rounds / 2))),
    ("bundle", () => BundleBench.Run(report, hull, image, rounds)),
    ("names", () => NamesBench.Run(report, hull, image, Math.Max(1, rounds / 2))),
    ("hull", () => HullBench.Run(report, hull, image, rounds)),
];
if (names.FirstOrDefault(name => all.All(bench => bench.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"bench: there is no {unknown}; there are {string.Join(", ", all.Select(bench => bench.Name))}");
    return 2;
}

bool failed = false;
foreach (var (name, run) in all)
{
    if (names.Length > 0 && !names.Contains(name)) continue;
    try
    {
        run();
    }
    catch (InvalidOperationException e)
    {
        Console.Error.WriteLine($"bench: {name}: {e.Message}");   // and the others' figures are worth having all the same
        failed = true;
    }
}
return failed ? 1 : 0;
