using System.Globalization;
using Linux;

namespace Bench;

/// <summary>The memory that a plugin takes at its most, and its size on disk.</summary>
internal static class SizeBench
{
    const string Pod = "/run/netns/bench-size";

    public static void Run(Report report, string ours, string theirs)
    {
        NamedNamespaces.Add("bench-size");
        var (our, their) = (PeakMemory(ours, 5), PeakMemory(theirs, 6));
        NamedNamespaces.Delete("bench-size");
        report.Limited("peak memory of a plugin, in any of VERSION, ADD and DEL", Megabytes(our), $"{Megabytes(their)} reference", "under 12 MB", our < 12e6);

        long file = new FileInfo($"{ours}/bridge").Length, files = Names(ours, theirs).Sum(name => new FileInfo($"{theirs}/{name}").Length);
        report.Limited("size of all plugins on disk: ours are one file", Megabytes(file), $"{Megabytes(files)} reference", "under 6 MB", file < 6e6);
    }

    static IEnumerable<string> Names(string ours, string theirs) =>
        Directory.EnumerateFiles(ours).Select(file => Path.GetFileName(file)).Where(name => File.Exists($"{theirs}/{name}"));

    // Each plugin is started by GNU time, which adds a line for each to a file; address plugins that a plugin starts count as part of it.
    static double PeakMemory(string folder, int number)
    {
        string timed = $"/run/bench/timed{number}", figures = $"/run/bench/memory{number}";
        Directory.CreateDirectory(timed);
        foreach (string plugin in (string[])["bridge", "portmap", "host-local"])
        {
            File.WriteAllText($"{timed}/{plugin}", 
                $"#!/bin/sh\nexec /usr/bin/time --quiet --append --output={figures} --format=%M {Path.GetFullPath(folder)}/{plugin}\n");
            Tool.Run($"chmod 755 {timed}/{plugin}");
        }
        var chain = new Chain(timed, number) { PluginPath = folder };
        for (int round = 0; round < 5; round++)
        {
            Tool.Run($"{timed}/bridge", [], ["CNI_COMMAND=VERSION"]);
            chain.Del("c", Pod, 30_000, chain.Add("c", Pod, 30_000));
        }
        return File.ReadAllLines(figures).Max(line => double.Parse(line, CultureInfo.InvariantCulture)) * 1024;
    }

    static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB");
}
