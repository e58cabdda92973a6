using Hull.Bundle;
using Hull.Init;
using Linux;
using Xunit;

namespace Tests.Bytes;

/// <summary>What the upper half of hull writes for the lower half.</summary>
public class BundleTests
{
    [Fact]
    public void What_is_written_is_what_is_read()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        var bundle = new BundleConfig
        {
            HostName = "web",
            Process = new() { Args = ["sh", "-c", "echo \"ü\""], Env = ["A=b=c"], Cwd = "/www", Uid = 1, Gid = 2, UserName = "www:33", Capabilities = ["CAP_CHOWN"],
                Rlimits = [new("RLIMIT_NOFILE", 10, 20), new("RLIMIT_CORE", 0, ResourceLimit.Unlimited)], OomScoreAdj = -5 },
            Mounts = [new("/", "overlay", "overlay", "lowerdir=/a:/b", "ro"), new("/proc", "proc", "proc")],
            Namespaces = [new("pid"), new("network", "/run/netns/blue")],
            CgroupsPath = "/hull-1",
            Devices = [new('c', 1, 3, "rwm"), new('b', null, null, "m") { Allow = false }],
            Limits = new()
            {
                Memory = 6 << 20, MemoryAndSwap = -1, MemoryReservation = 1, Swappiness = 0, OomKillDisable = true, CpuShares = 10, CpuPeriod = 1000, CpuQuota = 2000,
                Cpus = "0", MemoryNodes = "0-1", Pids = -1, BlockWeight = 10,
            },
            Sysctl = new Dictionary<string, string> { ["net.ipv4.ip_forward"] = "1" },
            MaskedPaths = ["/proc/kcore"],
            ReadonlyPaths = ["/proc/sys"],
        };

        BundleWriter.Write(folder, bundle);

        Assert.Equivalent(bundle, BundleReader.Read(folder), strict: true);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Options_that_are_flags_are_told_from_those_of_the_file_system()
    {
        var options = new MountOptions(["nosuid", "mode=755", "ro", "rw", "rro", "rslave", "rbind", "size=1m"]);

        Assert.Equal((MountAttributes.NoSuid, MountAttributes.ReadOnly), (options.Set, options.Clear));
        Assert.Equal(MountAttributes.ReadOnly, options.SetAll);
        Assert.Equal((Propagation.Slave, true), (options.Spreads, options.SpreadsAll));
        Assert.True(options is { IsBind: true, IsRecursive: true, CopiesUp: false });
        Assert.Equal(["mode=755", "size=1m"], options.Own);
    }

    [Theory]
    [InlineData(Errno.NoEntry, true, 127)]
    [InlineData(Errno.Access, true, 126)]
    [InlineData(Errno.NoEntry, false, 125)]
    public void A_failure_comes_out_of_the_pipe_as_it_went_in(Errno errno, bool ofCommand, int exitCode)
    {
        using var pipe = new Pipe();
        var failure = new StartFailure("exec: \"no such\": no", errno, ofCommand);
        pipe.Writer.Write(failure.Pack());
        pipe.Writer.Dispose();

        Assert.Equal(failure, StartFailure.Read(pipe.Reader));
        Assert.Equal(exitCode, failure.ExitCode);
    }

    [Fact]
    public void The_end_of_the_pipe_alone_says_that_all_is_well()
    {
        using var pipe = new Pipe();
        pipe.Writer.Dispose();

        Assert.Null(StartFailure.Read(pipe.Reader));
    }
}
