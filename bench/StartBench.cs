namespace Bench;

/// <summary>What starting a plugin costs: VERSION does nothing else.</summary>
internal static class StartBench
{
    public static void Run(Report report, string ours, string theirs, int rounds)
    {
        string[] plugins = [.. Directory.EnumerateFiles(ours).Select(file => Path.GetFileName(file)).Where(name => File.Exists($"{theirs}/{name}")).Order()];
        var our = plugins.Select(_ => new Samples()).ToArray();
        var their = plugins.Select(_ => new Samples()).ToArray();
        var nothing = new Samples();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < plugins.Length; i++)
            {
                their[i].Measure(() => Version($"{theirs}/{plugins[i]}"));
                our[i].Measure(() => Version($"{ours}/{plugins[i]}"));
            }
            nothing.Measure(() => Tool.Run("/bin/true", [], []));
        }
        for (int i = 0; i < plugins.Length; i++)
            report.Times($"starting {plugins[i]} (VERSION)", our[i], their[i], "reference", 0.8);
        report.Times($"starting {plugins[0]} (VERSION), beside the C program `true`", our[0], nothing, "true");
    }

    static string Version(string plugin) => Tool.Run(plugin, [], ["CNI_COMMAND=VERSION"]);
}
