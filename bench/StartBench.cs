using Linux;

namespace Bench;

/// <summary>What starting a plugin costs: VERSION does nothing else.</summary>
internal static class StartBench
{
    public static void Run(string[] folders, int rounds)
    {
        var samples = folders.Select(_ => new Samples()).ToArray();
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < folders.Length; i++)
                samples[i].Measure(() => ProgramOutcome.Of($"{folders[i]}/bridge", [], ["CNI_COMMAND=VERSION"], []));
        Console.WriteLine($"VERSION, medians of {rounds}");
        for (int i = 0; i < folders.Length; i++)
            Console.WriteLine($"  {folders[i],-28} {samples[i].Median,7:F2} ms (p90 {samples[i].P90:F2})  ratio {samples[i].Median / samples[0].Median:F2}");
    }
}
