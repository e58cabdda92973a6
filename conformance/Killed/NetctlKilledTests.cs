using Tests;
using Xunit;
using Xunit.Abstractions;
using static Tests.Binaries;

namespace Conformance.Killed;

/// <summary>netctl is killed at every system call that changes something. Whatever it was doing, one prune and every name is a namespace's, mounted once, and free to be taken or given.</summary>
public class NetctlKilledTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("add blue", "true")]
    [InlineData("add blue red --up", "true")]
    [InlineData("add blue", "ip netns add other")]
    [InlineData("attach blue 1", "ip netns add other")]
    [InlineData("delete blue", "ip netns add blue; ip netns add other")]
    [InlineData("delete --all --yes", "ip netns add blue; ip netns add red")]
    [InlineData("exec blue true", "ip netns add blue; mkdir -p /etc/netns/blue; touch /etc/netns/blue/hosts")]
    [InlineData("rename blue red", "ip netns add blue")]
    [InlineData("prune", "ip netns add other; touch /run/netns/blue /run/netns/red")]
    public void Prune_repairs_what_a_kill_has_left(string command, string before) => Lab.Run(lab =>
    {
        command = command.Replace(" 1", $" {Environment.ProcessId}");
        Reset(lab, before);
        var points = Strace.Count(lab, $"{Netctl} {command}", ChangingCalls.Names);
        Assert.NotEmpty(points);

        var failures = new List<string>();
        foreach (var point in points)
        {
            Reset(lab, before);
            if (!Strace.Kill(lab, $"{Netctl} {command}", point))
                failures.Add($"never came to {point}");
            if (Problem(lab) is { } problem)
                failures.Add($"killed at {point}: {problem}");
        }
        output.WriteLine($"netctl {command} was killed at {points.Count} points");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    });

    static void Reset(Lab lab, string before) => lab.Tool($"""
        for name in /run/netns/*; do umount "$name" 2>/dev/null; rm -f "$name"; done
        umount /run/netns 2>/dev/null; rm -rf /run/netns /etc/netns/blue /etc/netns/red
        {before}
        """);

    static string? Problem(Lab lab)
    {
        if (lab.Try($"{Netctl} prune") is { ExitCode: not 0 } prune)
            return $"prune: {prune}";
        string[] names = lab.Tool("ls /run/netns 2>/dev/null || :").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in names)
            if (lab.Try($"ip netns exec {name} true") is { ExitCode: not 0 } entered)
                return $"{name} cannot be entered: {entered}";
        string mounts = lab.Tool("awk '$5 ~ \"^/run/netns\" { print $5 }' /proc/self/mountinfo | sort | uniq -d");
        if (mounts != "")
            return $"mounted more than once: {mounts}";
        // Every name can be given and taken again, by either tool.
        string work = $"for name in blue red; do [ -e /run/netns/$name ] || {Netctl} add $name; done; ip netns delete blue; {Netctl} delete red; ip netns add blue; {Netctl} delete blue";
        return lab.Try($"set -e; {work}") is { ExitCode: not 0 } again ? $"afterwards: {again}" : null;
    }
}
