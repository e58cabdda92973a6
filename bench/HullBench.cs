namespace Bench;

/// <summary>What a container costs from the command line to its prompt: start, network, one command, and nothing left.</summary>
internal static class HullBench
{
    public static void Run(Report report, string hull, string image, int rounds)
    {
        Hull(hull, "image", "import", image, "bench");
        var (without, with, published) = (new Samples(), new Samples(), new Samples());
        for (int round = -1; round < rounds; round++)
            foreach (var (samples, options) in ((Samples, string[])[])[(without, ["--network", "none"]), (with, []), (published, ["-p", "1314:80"])])
                samples.If(round >= 0).Measure(() => Hull(hull, ["run", "--rm", .. options, "bench", "true"]));
        report.Times("hull run --rm IMAGE true, with the default network", with, without, "--network none");
        report.Times("the same, and a published port", published, without, "--network none");
    }

    static string Hull(string hull, params string[] arguments) => Tool.Run(hull, arguments, [$"PATH={Tool.Path}"]);
}
