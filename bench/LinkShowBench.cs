namespace Bench;

/// <summary>Showing the links of a namespace that has many: 1,000 pairs, beside ip.</summary>
internal static class LinkShowBench
{
    const int Pairs = 1000;

    public static void Run(Report report, string netctl, int rounds)
    {
        Tool.Run("ip netns add links");
        try
        {
            Tool.Run("/bin/sh", ["-c", $"for i in $(seq {Pairs}); do echo link add a$i type veth peer name b$i; done | ip -n links -b -"], []);
            foreach (string options in (string[])["", "-j ", "-d ", "-s ", "-br "])
            {
                var (ours, theirs) = (new Samples(), new Samples());
                for (int round = 0; round <= rounds; round++)
                {
                    theirs.If(round > 0).Measure(() => Tool.Run($"ip -n links {options}link show"));
                    ours.If(round > 0).Measure(() => Tool.Run($"{netctl} -n links {options}link show"));
                }
                report.Times($"netctl {options}link show, {2 * Pairs + 1} links", ours, theirs, "ip", options is "-d " or "-s " ? null : 1.0);
            }
        }
        finally
        {
            Tool.Run("ip netns del links");
        }
    }
}
