using Linux;
using Xunit;

namespace Tests.Kernel;

/// <summary>Control groups of this machine, whichever version it has; the new hierarchy is tried by itself where both are.</summary>
public sealed class CgroupTests : IDisposable
{
    readonly string _name = $"net-test-{KernelRandom.Hex(8)}";
    readonly List<Cgroup> _made = [];

    [Fact]
    public void A_new_group_in_a_new_group_can_be_entered_at_once_and_killed_as_one()
    {
        var group = Make(Cgroup.Named($"{_name}/inner"));
        string door = $"{group.FolderOf("pids")}/cgroup.procs", set = group.FolderOf("cpuset")!;

        var shell = Shell.Run($"echo 0 >{door}; echo 0 >{set}/cgroup.procs; for i in 1 2 3; do setsid sleep 1000 >/dev/null 2>&1 & done; cat {set}/cpuset.cpus*; grep -c . {door}");

        Assert.Equal(0, shell.ExitCode);
        Assert.Contains(group.Available(processors: true)!, shell.Out);
        Assert.Equal(3, group.Processes().Count);
        group.KillAll();
        Assert.Empty(group.Processes());
        group.Delete();
        Assert.All(group.Folders, folder => Assert.False(Directory.Exists(folder)));
    }

    [Fact]
    public void Removing_a_group_ends_what_is_inside_and_takes_along_what_was_made_in_it()
    {
        var group = Make(Cgroup.Named(_name));
        string folder = group.FolderOf("pids")!;
        Shell.Run($"mkdir {folder}/deep; echo 0 >{folder}/deep/cgroup.procs; setsid sleep 1000 >/dev/null 2>&1 &");

        group.Delete();

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_new_group_is_empty_and_not_limited()
    {
        var group = Make(Cgroup.Named($"{_name}/inner"));
        string cpu = group.FolderOf("cpu")!, pids = group.FolderOf("pids")!;

        Assert.Equal(group.Version == 1 ? "-1 100000" : "max 100000", Shell.Run($"cd {cpu}; if [ -e cpu.max ]; then cat cpu.max; else echo $(cat cpu.cfs_quota_us cpu.cfs_period_us); fi").Out);
        Assert.Equal("max", Shell.Run($"cat {pids}/pids.max").Out);
        var used = group.Statistics()!;
        Assert.Null(used.MemoryLimit);
        Assert.Equal((0ul, 0ul, TimeSpan.Zero), (used.Pids, used.ThrottledPeriods, used.CpuTime));
        Assert.Null(Cgroup.Named($"{_name}/other").Statistics());
    }

    [Fact]
    public void Memory_and_swap_grow_and_shrink_together_in_the_order_that_the_kernel_allows()
    {
        var group = Make(Cgroup.Named(_name));
        var limits = new CgroupLimits { Memory = 64 << 20, MemoryAndSwap = 128 << 20 };
        Skip.If(group.Missing(limits).Count > 0, "no limits on memory and swap");

        foreach (int times in (int[])[1, 4, 2])
        {
            group.Apply(new() { Memory = times * limits.Memory, MemoryAndSwap = times * limits.MemoryAndSwap });
            Assert.Equal((ulong)(times * limits.Memory), group.Statistics()!.MemoryLimit);
        }
        group.Apply(new() { Memory = -1, MemoryAndSwap = -1 });
        Assert.Null(group.Statistics()!.MemoryLimit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_several_rules_for_a_device_the_last_decides(bool unified)
    {
        var mounts = CgroupMounts.Read();
        Skip.If(unified && mounts.Unified is null, "no control groups of version 2");
        var group = Make(unified ? new CgroupV2(mounts.Unified!, _name) : Cgroup.Named(_name));

        group.SetDevices([new('c', 1, 3, "rwm"), new('c', 1, 5, "rwm"), new('a', 1, 7, "rwm"), new('c', 1, 5, "rwm") { Allow = false }]);
        Assert.Equal("null full", Readable(group));
        if (!unified)
            return;
        var other = Make(unified ? new CgroupV2(mounts.Unified!, $"{_name}-2") : Cgroup.Named($"{_name}-2"));
        other.SetDevices([new('c', 1, 3, "r"), new('c', 1, 3, "w"), new('c', 1, 5, "w"), new('c', null, null, "r"), new('a', 1, 7, "rw"), new('a', 1, 7, "w") { Allow = false }]);
        Assert.Equal("null zero", Readable(other));
    }

    // Opened for reading and writing: both must be granted.
    static string Readable(Cgroup group)
    {
        string door = $"{group.FolderOf("devices")}/cgroup.procs";
        return Shell.Run($"echo 0 >{door}; for name in null zero full; do if (: <>/dev/$name) 2>/tmp/why-$$; then echo $name; else grep -q 'not permitted' /tmp/why-$$ || cat /tmp/why-$$; fi; done; rm -f /tmp/why-$$").Out.Replace('\n', ' ');
    }

    Cgroup Make(Cgroup group)
    {
        _made.Add(group);
        group.Create();
        return group;
    }

    public void Dispose()
    {
        foreach (var group in _made)
            group.Delete();
        foreach (string folder in _made.SelectMany(group => group.Folders).Select(Path.GetDirectoryName).OfType<string>().Where(folder => folder.EndsWith(_name)))
            if (Directory.Exists(folder))
                Directory.Delete(folder);
    }
}
