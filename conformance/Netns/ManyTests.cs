using System.Text.Json;
using Tests;
using Xunit;
using static Tests.Binaries;

namespace Conformance.Netns;

/// <summary>Many namespaces, and many who make them at the same time.</summary>
public class ManyTests
{
    [Theory]
    [InlineData("true", "{0} add n$i", 50)]
    // ip's of 2022 mounts all twice when it is the first on such a machine; after netctl it does not.
    [InlineData("{0} add n0", "if [ $((i % 2)) = 0 ]; then {0} add n$i; else ip netns add n$i; fi", 51)]
    public void Fifty_adds_at_once_mount_nothing_twice(string before, string add, int count) => Lab.Run(lab =>
    {
        lab.Tool("mount --make-shared /run");   // as systemd leaves it
        lab.Tool(string.Format(before, Netctl));

        lab.Tool($"for i in $(seq 50); do ({string.Format(add, Netctl)}) & done; wait");

        Assert.Equal($"{count}", lab.Tool("ip netns list | wc -l"));
        Assert.Equal($"{count}", lab.Tool($"{Netctl} list | grep -vc stale"));
        Assert.Equal("", lab.Tool("awk '$5 ~ \"^/run/netns\" { print $5 }' /proc/self/mountinfo | sort | uniq -d"));
        Assert.Equal($"{count + 1}", lab.Tool("grep -c ' /run/netns' /proc/self/mountinfo"));
    });

    [Fact]
    public void A_thousand_are_added_listed_inspected_and_deleted() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add $(seq -f n%04g 1000)");
        Assert.Equal("1000", lab.Tool("ip netns list | wc -l"));
        Assert.Equal(lab.Tool("ls /run/netns"), lab.Tool($"{Netctl} list"));

        var inspected = JsonDocument.Parse(lab.Tool($"{Netctl} -j inspect $({Netctl} list)")).RootElement;
        Assert.Equal(1000, inspected.GetArrayLength());
        Assert.Equal(1000, inspected.EnumerateArray().Select(one => one.GetProperty("inode").GetUInt64()).Distinct().Count());
        Assert.All(inspected.EnumerateArray(), one => Assert.Equal("lo", one.GetProperty("links")[0].GetProperty("ifname").GetString()));

        lab.Tool($"{Netctl} delete --all --yes");
        Assert.Equal("", lab.Tool("ip netns list; grep /run/netns/ /proc/self/mountinfo || :"));
    });
}
