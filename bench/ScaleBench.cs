using Linux;

namespace Bench;

/// <summary>Whether attaching a container costs more where many are attached already.</summary>
internal static class ScaleBench
{
    const int Leases = 10_000, Ports = 5_000, WarmUp = 3;
    const string Pod = "/run/netns/bench-scale";

    public static void Run(Report report, string ours, int rounds)
    {
        using Host empty = new("bench-empty"), full = new("bench-full");
        var (inEmpty, inFull) = (new Chain(ours, 11), new Chain(ours, 12));
        NamedNamespaces.Add("bench-scale");
        string result = full.Run(() => inFull.Attach("first", Pod));
        full.Lease(inFull, Leases);
        full.Publish(inFull, Enumerable.Range(10_000, Ports), result);
        full.Run(() => inFull.Detach("first", Pod, result));

        var (adds, dels, fullAdds, fullDels) = (new Samples(), new Samples(), new Samples(), new Samples());
        for (int round = -WarmUp; round < rounds; round++)
            foreach (var (host, chain, add, del) in ((Host, Chain, Samples, Samples)[])[(empty, inEmpty, adds, dels), (full, inFull, fullAdds, fullDels)])
                host.Run(() =>
                {
                    var (container, port) = ($"c{round}", 30_000 + round);
                    string made = add.If(round >= 0).Measure(() => chain.Add(container, Pod, port));
                    del.If(round >= 0).Measure(() => chain.Del(container, Pod, port, made));
                });
        NamedNamespaces.Delete("bench-scale");
        report.Times($"ADD with {Leases:N0} leases and {Ports:N0} published ports live", fullAdds, adds, "on an empty host", 1.3);
        report.Times("DEL with the same", fullDels, dels, "on an empty host", 1.3);
    }
}
