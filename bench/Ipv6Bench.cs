using Linux;

namespace Bench;

/// <summary>What attaching a container with an IPv6 address costs: an address that waited for duplicates to answer would take seconds.</summary>
internal static class Ipv6Bench
{
    const double AtMost = 30;   // milliseconds

    public static void Run(Report report, string ours, string theirs, int rounds)
    {
        var (our, their) = (new Chain(ours, 7) { Subnet = "fd00:7::/64" }, new Chain(theirs, 8) { Subnet = "fd00:8::/64" });
        var (ourAdd, theirAdd) = (new Samples(), new Samples());
        NamedNamespaces.Add("bench-ipv6");
        for (int round = -1; round < rounds; round++)
            foreach (var (chain, samples) in ((Chain, Samples)[])[(their, theirAdd), (our, ourAdd)])
            {
                string container = $"c{round}";
                string result = samples.If(round >= 0).Measure(() => chain.Attach(container, "/run/netns/bench-ipv6"));
                chain.Detach(container, "/run/netns/bench-ipv6", result);
            }
        NamedNamespaces.Delete("bench-ipv6");
        report.Limited("ADD of bridge + host-local, IPv6",
            Report.Text(ourAdd), $"{Report.Milliseconds(theirAdd.Median)} reference", $"at most {AtMost} ms", ourAdd.Median <= AtMost);
    }
}
