using System.Globalization;
using Linux;

namespace Tests.Commands;

/// <summary>The files of a container's control group, found by the paths that people know, whichever version this machine has.</summary>
internal sealed class ContainerGroupFiles(string id, string parent = "hull")
{
    public static bool IsV2 => !Directory.Exists("/sys/fs/cgroup/memory") && File.Exists("/sys/fs/cgroup/cgroup.controllers");

    public string Folder(string controller) => IsV2 ? $"/sys/fs/cgroup/{parent}/{id}" : $"/sys/fs/cgroup/{controller}/{parent}/{id}";

    /// <summary>What a file holds: the first is of version 1, the second of version 2.</summary>
    public string Read(string controller, string old, string unified) => File.ReadAllText($"{Folder(controller)}/{(IsV2 ? unified : old)}").Trim();

    /// <summary>What the first of several files holds that is there.</summary>
    public string ReadAny(string controller, params string[] files) => File.ReadAllText(files.Select(file => $"{Folder(controller)}/{file}").First(File.Exists)).Trim();

    /// <summary>The number after a word in a file of lines.</summary>
    public long Count(string controller, string old, string unified, string word) => Read(controller, old, unified).Split('\n')
        .Where(line => line.StartsWith($"{word} ", StringComparison.Ordinal)).Select(line => long.Parse(line[(word.Length + 1)..], CultureInfo.InvariantCulture)).SingleOrDefault();

    public TimeSpan CpuTime => IsV2
        ? TimeSpan.FromMicroseconds(Count("cpu", "", "cpu.stat", "usage_usec"))
        : TimeSpan.FromMicroseconds(long.Parse(Read("cpuacct", "cpuacct.usage", ""), CultureInfo.InvariantCulture) / 1000);

    public int[] Processes => [.. File.ReadAllLines($"{Folder("pids")}/cgroup.procs").Select(int.Parse)];
}
