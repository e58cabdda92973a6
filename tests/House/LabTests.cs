using Linux;
using Xunit;

namespace Tests.House;

public class LabTests
{
    [Fact]
    public void A_lab_begins_with_nothing_but_its_own_loopback() => Lab.Run(lab =>
    {
        Assert.StartsWith("lo ", lab.Tool("ip -br link"));
        Assert.Single(lab.Tool("ip -br link").Split('\n'));
        Assert.Equal("", lab.Tool("ip netns list; find /etc/netns /var/lib/cni -mindepth 1"));
    });

    [Fact]
    public void What_a_lab_writes_is_never_on_the_machine()
    {
        string mark = $"lab-{Guid.NewGuid():N}";
        Lab.Run(lab =>
        {
            lab.Namespace(mark);
            lab.Tool($"touch /etc/{mark} /var/lib/{mark} /run/{mark} && mkdir /etc/netns/{mark}");
            Assert.Contains(mark, lab.Tool("ip netns list"));
        });
        Assert.DoesNotContain(mark, Shell.Run("ls /etc /var/lib /run /run/netns /etc/netns; ip netns list").Out);
    }

    [Fact]
    public void A_command_in_a_namespace_sees_that_namespace_only() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.Tool("ip link add v0 type veth peer name eth0 netns pod");

        Assert.Contains("eth0", lab.In("pod", "ip -br link"));
        Assert.DoesNotContain("eth0", lab.Tool("ip -br link | grep -v v0@"));
    });

    [Fact]
    public void Threads_of_a_lab_stay_in_it() => Lab.Run(lab =>
    {
        using var here = NetNamespace.Current();
        bool same = false;
        var thread = new Thread(() =>
        {
            using var there = NetNamespace.Current();
            same = here.IsSameAs(there);
        });
        thread.Start();
        thread.Join();
        Assert.True(same);
    });

    [Fact]
    public void A_failing_tool_says_what_it_said() => Lab.Run(lab =>
    {
        var failure = Assert.Throws<InvalidOperationException>(() => lab.Tool("ip link show nobody"));
        Assert.Contains("\"nobody\" does not exist", failure.Message);
    });

    [Fact]
    public void What_runs_beside_a_test_ends_with_its_lab()
    {
        int id = 0;
        Lab.Run(lab =>
        {
            var beside = lab.Start("sh -c 'echo ready; exec sleep 1000'");
            Assert.Equal("ready", beside.ReadLine());
            id = beside.Id;
        });
        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public void What_the_kernel_lacks_is_skipped_by_its_answer() => Lab.Run(lab =>
    {
        var skipped = Assert.Throws<SkipException>(() => lab.Needs("ip link add x0 type no-such-kind"));
        Assert.Contains("Unknown device type", skipped.Message);
    });
}
