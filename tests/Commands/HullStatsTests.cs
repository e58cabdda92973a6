using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What containers use, the processes in them, and the machine: stats, top and info, beside what ip, ps and uname say.</summary>
public class HullStatsTests
{
    const string Heading = "^CONTAINER ID +NAME +CPU % +MEM USAGE / LIMIT +MEM % +NET I/O +BLOCK I/O +PIDS$";

    [Fact]
    public void Stats_tell_what_those_that_run_use() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box -m 200m --cpus 0.3 busybox sh -c 'while :; do :; done'");
        hull.Ok("run --name over --network none busybox true");
        lab.Tool($"ip netns exec hull-{id[..12]} ping -c 2 -q 10.85.0.1");

        var lines = hull.Ok("stats --no-stream").Split('\n');
        Assert.Matches(Heading, lines[0]);
        string line = Assert.Single(lines[1..]);
        var columns = Regex.Split(line, " {3,}");
        Assert.Equal([id[..12], "box"], columns[..2]);
        // A fifth more than the quota: the second that is measured may begin within a period.
        Assert.InRange(Percent(columns[2]), 0.01, 36);
        Assert.Matches(@"^\d+(\.\d+)?[KM]iB / 200MiB$", columns[3]);
        Assert.InRange(Percent(columns[4]), 0.01, 50);
        using var seen = JsonDocument.Parse(lab.Tool($"ip -n hull-{id[..12]} -s -j link show eth0"));
        Assert.Equal(seen.RootElement[0].GetProperty("stats64").GetProperty("tx").GetProperty("bytes").GetDouble(), Bytes(columns[5].Split(" / ")[1]), tolerance: 100);
        Assert.True(Bytes(columns[5].Split(" / ")[0]) > 0);
        Assert.Equal("1", columns[7]);

        using var json = JsonDocument.Parse(hull.Ok("stats --no-stream -j"));
        var shown = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal((id, "box", "1"), (shown.GetProperty("ID").GetString(), shown.GetProperty("Name").GetString(), shown.GetProperty("PIDs").GetString()));
        Assert.Matches("^box 1 .* / 200MiB$", hull.Ok("stats --no-stream --format '{{.Name}} {{.PIDs}} {{.MemUsage}}'"));

        string all = hull.Ok("stats --no-stream --no-trunc -a");
        Assert.Contains(id, all);
        Assert.Matches(@"over +0\.00% +0B / 0B +0\.00% +0B / 0B +0B / 0B +0\n?", all);
    });

    [Fact]
    public void Stats_go_on_second_by_second_until_they_are_ended() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");

        var stats = lab.Start($"{Binaries.Hull} stats box");
        for (int block = 0; block < 2; block++)
        {
            Assert.Matches(Heading, stats.ReadLine());
            Assert.Contains(" box ", stats.ReadLine());
        }
        lab.Tool($"kill {stats.Id}");
        Assert.Equal(0, stats.Wait().ExitCode);
    });

    [Fact]
    public void Top_lists_the_processes_as_ps_does() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box --network none busybox sh -c 'sleep 1000 & exec sleep 2000'");
        var group = new ContainerGroupFiles(id);
        lab.Until("both have become what they are to be", () => group.Processes is { Length: 2 } two && two.All(pid => File.ReadAllText($"/proc/{pid}/comm") == "sleep\n"));
        string pids = string.Join(',', group.Processes.Order());

        Assert.Equal(Words(lab.Tool($"ps -o pid,ppid,user,comm -p {pids}")), Words(hull.Ok("top box -o pid,ppid,user,comm")));
        var full = hull.Ok("top box").Split('\n');
        Assert.Matches("^UID {17}PID {17}PPID {16}C {19}STIME {15}TTY {17}TIME {16}CMD$", full[0]);
        // Without the columns that change while one looks.
        string[] Steady(string text) => [.. text.Split('\n')[1..].Select(line => Regex.Split(line.Trim(), " +")).Select(words => string.Join(' ', [.. words[..3], words[5], .. words[7..]]))];
        Assert.Equal(Steady(lab.Tool($"ps -f -p {pids}")), Steady(string.Join('\n', full)));
        Assert.Contains("sleep 2000", hull.Ok("top box aux"));
        Assert.Equal("""[{"COMMAND":"sleep"},{"COMMAND":"sleep"}]""", hull.Ok("top -j box -o comm"));
        Assert.Equal("sleep\nsleep", hull.Ok("top --format '{{.COMMAND}}' box -o comm"));
        Assert.Contains("no column colour", hull.Try("top box -o colour").Err);
        Assert.Contains("does not know ps's options \"--forest\"", hull.Try("top box --forest").Err);
        hull.Ok("stop -t 0 box");
        Assert.Contains("container box is not running", hull.Try("top box").Err);
    });

    [Fact]
    public void Info_counts_containers_and_knows_the_machine() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name one --network none busybox sleep 1000");
        hull.Ok("run --name two --network none busybox true");

        var lines = hull.Ok("info").Split('\n');

        foreach (string line in (string[])
        [
            "Containers: 2", " Running: 1", " Paused: 0", " Stopped: 1", "Images: 1", "Storage Driver: overlay2", " Backing Filesystem: tmpfs", " Supports d_type: true",
            " Native Overlay Diff: true", "Logging Driver: json-file", "Cgroup Driver: cgroupfs", $"Cgroup Version: {(ContainerGroupFiles.IsV2 ? 2 : 1)}",
            $"Kernel Version: {lab.Tool("uname -r")}", $"Architecture: {lab.Tool("uname -m")}", $"CPUs: {lab.Tool("getconf _NPROCESSORS_ONLN")}", $"Name: {lab.Tool("uname -n")}",
        ])
            Assert.Contains(line, lines);
        Assert.Contains(lines, line => ContainerGroupFiles.IsV2 ? Regex.IsMatch(line, "^ unified: /sys/fs/cgroup \\(.*memory") : line == " memory: /sys/fs/cgroup/memory");
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^Total Memory: \d+(\.\d+)?GiB$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^Server Version: \d+\.\d+\.\d+$"));
        Assert.Equal($"2 1 overlay2 {lab.Tool("uname -r")}", hull.Ok("info --format '{{.Containers}} {{.ContainersRunning}} {{.Driver}} {{.KernelVersion}}'"));
        using var json = JsonDocument.Parse(hull.Ok("info -j"));
        Assert.Equal(long.Parse(lab.Tool("awk '/MemTotal/ { print $2 }' /proc/meminfo")) * 1024, json.RootElement.GetProperty("MemTotal").GetInt64());
    });

    static string[] Words(string table) => [.. table.Split('\n').Select(line => Regex.Replace(line.Trim(), " +", " "))];

    static double Percent(string text) => double.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture);

    static double Bytes(string text)
    {
        var match = Regex.Match(text, @"^([\d.]+)(B|kB|MB)$");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * (match.Groups[2].Value switch { "B" => 1, "kB" => 1000, _ => 1_000_000 });
    }
}
