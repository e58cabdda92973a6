using System.Text;
using Linux;

namespace Bench;

/// <summary>What a container costs from the command line to its prompt: start, network, one command, and nothing left.</summary>
internal static class HullBench
{
    public static void Run(string hull, string image, int rounds)
    {
        Hull(hull, "image", "import", image, "bench");
        Console.WriteLine($"hull run --rm IMAGE true, medians of {rounds}");
        foreach (var (name, options) in ((string, string[])[])
        [
            ("no network", ["--network", "none"]), ("default network", []), ("and a published port", ["-p", "1314:80"]),
        ])
        {
            var samples = new Samples();
            Hull(hull, ["run", "--rm", .. options, "bench", "true"]);
            for (int round = 0; round < rounds; round++)
                samples.Measure(() => Hull(hull, ["run", "--rm", .. options, "bench", "true"]));
            Console.WriteLine($"  {name,-28} {samples.Median,7:F1} ms (p90 {samples.P90:F1})");
        }
    }

    static bool Hull(string hull, params string[] arguments)
    {
        var outcome = ProgramOutcome.Of(hull, arguments, ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"], []);
        return outcome.Status == 0 ? true
            : throw new InvalidOperationException($"hull {string.Join(' ', arguments)}: {Encoding.UTF8.GetString(outcome.Output)}{outcome.Error}");
    }
}
