using Linux;
using Xunit;

namespace Tests.Bytes;

/// <summary>Which files limits are written to, and how, in the two versions of control groups.</summary>
public class CgroupSettingsTests
{
    const long MiB = 1 << 20;

    static readonly CgroupLimits s_all = new()
    {
        Memory = 200 * MiB, MemoryAndSwap = 300 * MiB, MemoryReservation = 100 * MiB, CpuShares = 512, CpuPeriod = 50_000, CpuQuota = 25_000,
        Cpus = "0-1", MemoryNodes = "0", Pids = 100, BlockWeight = 300,
    };

    [Fact]
    public void Version_1_has_a_file_for_each_number() => Assert.Equal(
        "memory.limit_in_bytes=209715200 memory.memsw.limit_in_bytes=314572800 memory.soft_limit_in_bytes=104857600 cpu.shares=512 cpu.cfs_period_us=50000 "
            + "cpu.cfs_quota_us=25000 cpuset.cpus=0-1 cpuset.mems=0 pids.max=100 blkio.bfq.weight=300",
        Written(V1(), s_all));

    [Fact]
    public void Version_2_counts_swap_by_itself_and_weighs_shares() => Assert.Equal(
        "memory.max=209715200 memory.swap.max=104857600 memory.low=104857600 cpu.weight=59 cpu.max=25000 50000 cpuset.cpus=0-1 cpuset.mems=0 pids.max=100 io.bfq.weight=300",
        Written(V2(), s_all));

    [Fact]
    public void What_is_unlimited_has_its_own_word()
    {
        var none = new CgroupLimits { Memory = -1, MemoryAndSwap = -1, CpuQuota = -1, Pids = -1 };
        Assert.Equal("memory.limit_in_bytes=-1 memory.memsw.limit_in_bytes=-1 cpu.cfs_quota_us=-1 pids.max=max", Written(V1(), none));
        Assert.Equal("memory.max=max memory.swap.max=max cpu.max=max 100000 pids.max=max", Written(V2(), none));
    }

    [Fact]
    public void Without_a_weight_of_bfqs_the_io_controller_has_one_from_1_to_10000() =>
        Assert.Equal(("io.weight", "2930"), V2().Settings(s_all).Single(setting => setting.Controller == "io").Either[1]);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 2)]
    [InlineData(10, 4)]
    [InlineData(1024, 100)]
    [InlineData(2048, 174)]
    [InlineData(262144, 10000)]
    [InlineData(1_000_000, 10000)]
    public void Shares_become_a_weight_that_keeps_their_proportions(ulong shares, ulong weight) => Assert.Equal(weight, CgroupV2.WeightOf(shares));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0-2,7", "0 1 2 7")]
    [InlineData("3,1-1\n", "1 3")]
    [InlineData("2-1", null)]
    [InlineData("a", null)]
    [InlineData("", null)]
    [InlineData("1-2-3", null)]
    [InlineData("0-99999999", null)]
    public void A_list_of_processors_is_numbers_and_ranges(string text, string? numbers) =>
        Assert.Equal(numbers, CpuSet.Parse(text) is { } set ? string.Join(' ', set) : null);

    [Theory]
    [InlineData("c 1:5 rwm")]
    [InlineData("b *:* m")]
    [InlineData("a 42:* r")]
    public void A_rule_for_devices_is_read_as_it_is_written(string rule) => Assert.Equal(rule, DeviceRule.Parse(rule)!.ToString());

    [Theory]
    [InlineData("c 1:5")]
    [InlineData("d 1:5 r")]
    [InlineData("c 1:5 x")]
    [InlineData("c 1 r")]
    [InlineData("c -1:5 r")]
    [InlineData("c 1:5 rwmr")]
    public void What_is_no_rule_is_not_read(string rule) => Assert.Null(DeviceRule.Parse(rule));

    static CgroupV1 V1() => new(new[] { "memory", "cpu", "cpuset", "pids", "blkio" }.ToDictionary(one => one, one => $"/nowhere/{one}"), "x");

    static CgroupV2 V2() => new("/nowhere", "x");

    static string Written(Cgroup group, CgroupLimits limits) =>
        string.Join(' ', group.Settings(limits).Select(setting => $"{setting.Either[0].File}={setting.Either[0].Value}"));
}
