using Linux;
using Xunit;

namespace Tests.Commands;

/// <summary>
/// Processor time, as the kernel counts it. How much a container gets depends on what else this machine does; what it is not to get does not, and is
/// measured in the kernel's own periods.
/// </summary>
public class HullCpuTests
{
    const string Busy = "busybox sh -c 'while :; do :; done'";

    [Fact]
    public void A_busy_loop_that_had_a_processor_is_held_to_a_fifth_of_one_from_the_moment_that_it_is_told() => InLab((lab, start) =>
    {
        var group = start("--name loop");
        lab.Until("it runs as it likes", () => group.CpuTime.TotalMilliseconds > 100);
        Assert.Equal(0, Throttled(group));

        lab.Tool($"{Binaries.Hull} update --cpu-period=100000 --cpu-quota=20000 loop");
        var before = group.CpuTime;
        lab.Until("it is held back", () => Throttled(group) >= 5);

        AssertWithin(group, before, quota: 20);
    });

    [Fact]
    public void Of_two_that_are_always_busy_each_gets_no_more_than_its_quota() => InLab((lab, start) =>
    {
        var tenth = start("--cpu-period 100000 --cpu-quota 10000");
        var half = start("--cpu-period=20000 --cpu-quota=10000");

        lab.Until("both have been held back", () => Throttled(tenth) >= 5 && Throttled(half) >= 5);

        AssertWithin(tenth, TimeSpan.Zero, quota: 10);
        AssertWithin(half, TimeSpan.Zero, quota: 10);
    });

    // A period may begin between the two looks; and a quota is overdrawn by a scheduler's tick at most, which the next period pays back.
    static void AssertWithin(ContainerGroupFiles group, TimeSpan before, double quota)
    {
        var used = group.CpuTime - before;
        long periods = group.Count("cpu", "cpu.stat", "cpu.stat", "nr_periods");
        Assert.InRange(used.TotalMilliseconds, double.Epsilon, quota * (periods + 2) * 1.3);
    }

    [Fact]
    public void Of_two_on_one_processor_the_one_with_twice_the_shares_gets_twice_the_time() => InLab((lab, start) =>
    {
        var large = start("--cpuset-cpus 0 --cpu-shares 10");
        var small = start("--cpuset-cpus 0 --cpu-shares 5");
        lab.Until("both run", () => large.CpuTime.TotalMilliseconds > 10 && small.CpuTime.TotalMilliseconds > 10);
        var (first, second) = (large.CpuTime, small.CpuTime);

        lab.Until("both have run for long enough to compare", () => (small.CpuTime - second).TotalMilliseconds > 150);

        Assert.InRange((large.CpuTime - first) / (small.CpuTime - second), 1.4, 2.9);
    });

    static long Throttled(ContainerGroupFiles group) => group.Count("cpu", "cpu.stat", "cpu.stat", "nr_throttled");

    // In a group of the test's own, which comes before all else on this machine: else a busy one would keep a container below its quota.
    static void InLab(Action<Lab, Func<string, ContainerGroupFiles>> test) => Lab.Run(lab =>
    {
        string parent = $"net-test-{KernelRandom.Hex(4)}";
        using (var hull = new HullTool(lab))
            test(lab, options =>
            {
                string id = hull.Ok($"run -d --network none --cgroup-parent {parent} {options} {Busy}");
                string weight = ContainerGroupFiles.IsV2 ? $"/sys/fs/cgroup/{parent}/cpu.weight" : $"/sys/fs/cgroup/cpu/{parent}/cpu.shares";
                File.WriteAllText(weight, ContainerGroupFiles.IsV2 ? "10000" : "262144");
                return new(id, parent);
            });
        lab.Tool($"find /sys/fs/cgroup -depth -type d -name {parent} | xargs -r rmdir");
    });
}
