using Linux;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Limits that cannot be are refused in docker's words, and nothing is left of it.</summary>
public class HullLimitRefusalTests
{
    [Theory]
    [InlineData("-m 4m", "minimum memory limit allowed is 6MB")]
    [InlineData("-m 100x", "--memory is \"100x\", which is an invalid size")]
    [InlineData("-m 100m --memory-swap 50m", "minimum memoryswap limit should be larger than memory limit")]
    [InlineData("--memory-swap 50m", "always set the memory limit")]
    [InlineData("-m 100m --memory-reservation 200m", "minimum memory limit can not be less than memory reservation limit")]
    [InlineData("--cpus 0.5 --cpu-quota 20000", "--cpus and --cpu-quota are conflicting options")]
    [InlineData("--cpus 0.5 --cpu-period 20000", "--cpus and --cpu-period are conflicting options")]
    [InlineData("--cpus 5000", "range of CPUs is from 0.01 to")]
    [InlineData("--cpus much", "--cpus is \"much\"")]
    [InlineData("--cpu-period 999", "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)")]
    [InlineData("--cpu-quota 999", "CPU cfs quota can not be less than 1ms (i.e. 1000)")]
    [InlineData("--cpuset-cpus 4097", "requested CPUs are not available - requested 4097, available: 0")]
    [InlineData("--cpuset-mems 99", "requested memory nodes are not available - requested 99, available: 0")]
    [InlineData("--cpuset-cpus one", "--cpuset-cpus is \"one\", an invalid value")]
    [InlineData("--blkio-weight 5", "range of blkio weight is from 10 to 1000")]
    [InlineData("--pids-limit few", "--pids-limit is \"few\": it wants a whole number")]
    [InlineData("--pids-limit 1", "a container needs room for two")]
    [InlineData("--device-cgroup-rule 'c 10 rwm'", "an invalid device cgroup format")]
    [InlineData("--ulimit nofile", "invalid ulimit argument")]
    [InlineData("--ulimit files=1", "invalid ulimit type: files")]
    [InlineData("--ulimit nofile=2:1", "ulimit soft limit must be less than or equal to hard limit: 2 > 1")]
    [InlineData("--oom-score-adj 1001", "range for oom score adj is [-1000, 1000]")]
    [InlineData("--shm-size big", "--shm-size is \"big\", which is an invalid size")]
    [InlineData("--cgroup-parent ../up", "--cgroup-parent is \"../up\"")]
    public void A_limit_that_cannot_be_is_refused(string options, string sentence) => InLab((_, hull) =>
    {
        var refusal = hull.Try($"run --rm --network none {options} busybox true");

        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
        Assert.Single(refusal.Err.Split('\n'));
        Assert.Equal("", hull.Ok("ps -aq"));
    });

    [Theory]
    [InlineData("--memory-swappiness 50")]
    [InlineData("-m 100m --oom-kill-disable")]
    public void What_only_version_1_has_is_set_there_and_refused_elsewhere(string options) => InLab((_, hull) =>
    {
        var answer = hull.Try($"run --rm --network none {options} busybox true");

        Assert.Equal(ContainerGroupFiles.IsV2 ? 125 : 0, answer.ExitCode);
        if (ContainerGroupFiles.IsV2)
            Assert.Contains("needs the memory controller of cgroup v1", answer.Err);
    });

    [Fact]
    public void A_weight_for_disks_is_set_where_the_kernel_weighs_them() => InLab((_, hull) =>
    {
        var answer = hull.Try("run -d --network none --blkio-weight 300 busybox sleep 1000");

        if (answer.ExitCode == 0)
            Assert.Contains(new ContainerGroupFiles(answer.Out).ReadAny("blkio", "blkio.bfq.weight", "blkio.weight", "io.bfq.weight", "io.weight").Split([' ', '\n']), word => word is "300" or "2930");
        else
            Assert.Matches(@"--blkio-weight needs the \w+ controller \(\w+\.weight\), which this machine's cgroup v\d does not offer", answer.Err);
    });

    [Fact]
    public void A_limit_that_this_machine_has_no_controller_for_names_it() => InLab((lab, hull) =>
    {
        Skip.If(ContainerGroupFiles.IsV2, "all controllers are in one hierarchy");
        lab.Tool("umount /sys/fs/cgroup/pids");

        var refusal = hull.Try("run --rm --network none --pids-limit 5 busybox true");

        Assert.Contains("--pids-limit needs the pids controller (pids.max), which this machine's cgroup v1 does not offer", refusal.Err);
        Assert.DoesNotContain("pids", hull.Ok("info"));
    });
}
