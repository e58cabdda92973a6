using Bench;

// Measures whole processes, as a runtime starts them, side by side with their peers in one run: ours, theirs, ours, theirs. What it prints are
// medians and ratios; run it by bench/run.sh, which gives it a network and mounts of its own.
try
{
    switch (args)
    {
        case ["chain", var ours, var theirs, .. var rest]:
            ChainBench.Run([theirs, ours], rounds: Number(rest, 0, 50), live: Number(rest, 1, 0));
            return 0;
        case ["start", var ours, var theirs, .. var rest]:
            StartBench.Run([theirs, ours], rounds: Number(rest, 0, 200));
            return 0;
        case ["hull", var hull, var image, .. var rest]:
            HullBench.Run(hull, image, rounds: Number(rest, 0, 50));
            return 0;
    }
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 1;
}
Console.Error.WriteLine("""
    usage: bench chain OURS THEIRS [ROUNDS [LIVE]]    ADD and DEL of bridge + host-local + portmap (nft) by the plugins of two folders
           bench start OURS THEIRS [ROUNDS]           VERSION of each folder's bridge: what starting a plugin costs
           bench hull HULL IMAGE.tar [ROUNDS]         hull run --rm IMAGE true, with a network and without
    """);
return 2;

static int Number(string[] rest, int index, int otherwise) => rest.Length > index ? int.Parse(rest[index]) : otherwise;
