using Tests;
using Tests.Commands;
using Xunit;
using Xunit.Abstractions;

namespace Conformance.Killed;

/// <summary>
/// hull is killed at every system call that changes something: the command itself, the container's monitor, the first process of the container and the plugins,
/// whichever comes to that call first. Whatever it was doing, one gc, and rm of what there is then, and the machine is as it was.
/// </summary>
public class HullKilledTests(ITestOutputHelper output)
{
    // Without the names that hull answers itself: their server outlives the call, and strace would wait for it.
    const string Network = """
        { "cniVersion": "1.0.0", "name": "plain", "plugins": [
          { "type": "bridge", "bridge": "plain0", "isGateway": true, "ipMasq": true, "ipMasqBackend": "nftables",
            "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.66.0.0/24" }]], "routes": [{ "dst": "0.0.0.0/0" }] } },
          { "type": "portmap", "backend": "nftables", "capabilities": { "portMappings": true } },
          { "type": "firewall", "backend": "nftables" } ] }
        """;

    const string Made = "hull create --name box --network plain -v data:/data busybox true";
    const string Running = "hull run -d --name box --network none -v data:/data busybox sleep 1000";

    [Theory]
    [InlineData("create --name box -v data:/data --network none busybox true", "")]
    [InlineData("run --rm --name box --network none -v data:/data busybox true", "")]
    [InlineData("run --name box -p 8080:80 --network plain busybox true", "")]
    [InlineData("start -a box", Made)]
    [InlineData("rm box", Made)]
    [InlineData("rename box other", Made)]
    [InlineData("stop -t 0 box", Running)]
    [InlineData("kill box", Running)]
    [InlineData("pause box", Running)]
    [InlineData("network connect plain box", "hull run -d --name box --network second busybox sleep 1000")]
    [InlineData("network disconnect plain box", "hull run -d --name box --network plain busybox sleep 1000")]
    public void Gc_repairs_what_a_kill_has_left(string command, string before) => AtEveryPoint(before,
        count: (lab, _) => Strace.Count(lab, $"{Binaries.Hull} {command}", ChangingCalls.Names),
        kill: (lab, _, point) => Strace.Kill(lab, $"{Binaries.Hull} {command}", point));

    [Theory]
    [InlineData("kill box", "hull run -d --rm --name box --network plain -p 8080:80 -v data:/data busybox sleep 1000")]
    [InlineData("stop -t 0 box", Running)]
    public void And_what_a_monitor_has_left_that_is_killed_while_its_container_ends(string command, string before) => AtEveryPoint(before,
        count: (lab, hull) => Strace.Count(lab, MonitorOf(hull, "box"), () => hull.Try(command), ChangingCalls.Names),
        kill: (lab, hull, point) => Strace.Kill(lab, MonitorOf(hull, "box"), () => hull.Try(command), point));

    // The container's first process is a child of its monitor's.
    static int MonitorOf(HullTool hull, string name)
    {
        string pid = hull.Ok($"inspect -f {{{{.State.Pid}}}} {name}").Trim();
        string status = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal));
        return int.Parse(status["PPid:".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    void AtEveryPoint(string before, Func<Lab, HullTool, IReadOnlyList<Point>> count, Action<Lab, HullTool, Point> kill) => Lab.Run(lab =>
    {
        using var hull = new HullTool(lab);
        Prepare(lab, hull);
        string clean = hull.Traces();
        Do(lab, before);
        var points = count(lab, hull);
        Assert.NotEmpty(points);
        Clear(hull);

        var failures = new List<string>();
        foreach (var point in points)
        {
            Do(lab, before);
            kill(lab, hull, point);
            if (Problem(hull, clean) is not { } problem)
                continue;
            failures.Add($"killed at {point}: {problem}");
            Clear(hull);
            clean = hull.Traces();   // each point is judged by itself
        }
        output.WriteLine($"killed at {points.Count} points");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    });

    static void Prepare(Lab lab, HullTool hull)
    {
        Directory.CreateDirectory("/etc/cni/net.d");
        File.WriteAllText("/etc/cni/net.d/plain.conflist", Network);
        File.WriteAllText("/etc/cni/net.d/second.conflist", Network.Replace("plain", "second").Replace("10.66", "10.67"));
        // A first time, for what is made once for all containers: bridges, chains, the volume.
        hull.Ok("run --rm -v data:/data -p 8080:80 --network plain busybox true");
        hull.Ok("run --rm --network second busybox true");
    }

    static void Do(Lab lab, string before)
    {
        if (before != "")
            lab.Tool(before.Replace("hull ", $"{Binaries.Hull} "));
    }

    static string? Problem(HullTool hull, string clean)
    {
        if (hull.Try("gc") is { ExitCode: not 0 } gc)
            return $"gc: {gc}";
        if (hull.Try("gc") is { Out: not "" } again)
            return $"gc had something to do twice: {again}";
        if (hull.Try("ps -a --no-trunc") is { ExitCode: not 0 } listing)
            return $"ps: {listing}";
        Clear(hull);
        string left = hull.Traces();
        return left == clean ? hull.Try("run --rm --name box --network none busybox true") is { ExitCode: not 0 } next ? $"afterwards: {next}" : null
            : $"left:\n{left}\nand not:\n{clean}";
    }

    static void Clear(HullTool hull)
    {
        string left = string.Join(' ', hull.Ok("ps -aq").Split('\n'));
        if (left != "")
            hull.Ok($"rm -f {left}");
    }
}
