using Xunit;
using static Tests.Commands.Network;
using static Tests.Commands.TunedPod;

namespace Tests.Commands;

/// <summary>What tuning does to a container's link and network, as iproute2 and /proc tell it.</summary>
public class TuningTests
{
    [Fact]
    public void Add_sets_all_that_is_asked_for_and_del_sets_it_back() => Lab.Run(lab =>
    {
        MakeLink(lab);
        string before = Describe(lab);
        string config = Chained("""
            "mac":"02:00:00:00:00:09","mtu":1400,"promisc":true,"allmulti":true,"txQLen":77,
            "sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1","net.core.somaxconn":"99","net.ipv4.ip_local_port_range":"2000 3000"},
            """);

        string result = Succeed(Tuning.Add(lab, config));

        Assert.Equal("02:00:00:00:00:09 mtu 1400 qlen 77 ALLMULTI PROMISC", Describe(lab));
        Assert.Equal("1", Sysctl(lab, "ipv4/conf/eth0/arp_filter"));
        Assert.Equal("99", Sysctl(lab, "core/somaxconn"));
        Json.AssertSame("""
            {"cniVersion":"1.0.0","interfaces":[{"name":"eth0","mac":"02:00:00:00:00:aa"},{"name":"eth0","mac":"02:00:00:00:00:09","mtu":1400,"sandbox":"/run/netns/pod"}] }
            """, result);
        Succeed(Tuning.Check(lab, With(config[..config.LastIndexOf(",\"prevResult\"")] + "}", result)));

        for (int times = 0; times < 2; times++)
        {
            Succeed(Tuning.Del(lab, config));
            Assert.Equal(before, Describe(lab));
            Assert.Equal("0", Sysctl(lab, "ipv4/conf/eth0/arp_filter"));
            Assert.Equal("4096", Sysctl(lab, "core/somaxconn"));
            Assert.Equal("32768\t60999", Sysctl(lab, "ipv4/ip_local_port_range"));
        }
        Assert.Equal("", lab.Tool("ls /run/cni/tuning"));
    });

    [Theory]
    [InlineData("net.ipv4.conf.IFNAME.arp_filter")]
    [InlineData("net/ipv4/conf/IFNAME/arp_filter")]
    [InlineData("net/ipv4/conf/eth0.100/arp_filter")]
    [InlineData("net.ipv4.conf.eth0/100.arp_filter")]
    public void A_link_with_a_dot_in_its_name_has_settings_too(string key) => Lab.Run(lab =>
    {
        MakeLink(lab, "eth0.100");
        string config = Chained($$""" "sysctl":{"{{key}}":"1"}, """, "eth0.100");
        var call = Tuning with { IfName = "eth0.100" };

        Succeed(call.Add(lab, config));
        Succeed(call.Check(lab, config));

        Assert.Equal("1", Sysctl(lab, "ipv4/conf/eth0.100/arp_filter"));
        Succeed(call.Del(lab, config));
        Assert.Equal("0", Sysctl(lab, "ipv4/conf/eth0.100/arp_filter"));
    });

    [Theory]
    [InlineData("", "", "02:00:00:00:00:0c")]
    [InlineData("", "MAC=02:00:00:00:00:0e", "02:00:00:00:00:0e")]
    [InlineData(""" "runtimeConfig":{"mac":"02:00:00:00:00:0b"}, """, "MAC=02:00:00:00:00:0e", "02:00:00:00:00:0b")]
    [InlineData(""" "runtimeConfig":{"mac":"02:00:00:00:00:0b"},"args":{"cni":{"mac":"02:00:00:00:00:0A"} }, """, "MAC=02:00:00:00:00:0e", "02:00:00:00:00:0a")]
    public void The_mac_address_asked_for_nearest_to_the_container_is_the_one(string keys, string args, string mac) => Lab.Run(lab =>
    {
        MakeLink(lab);
        string config = Chained($"{keys} \"mac\":\"02:00:00:00:00:0c\",");

        Succeed((Tuning with { Args = args }).Add(lab, config));

        Assert.Contains(mac, Link(lab));
        Succeed((Tuning with { Args = args }).Check(lab, config));
    });

    [Fact]
    public void What_a_user_asks_for_one_container_needs_no_sysctl_of_the_network() => Lab.Run(lab =>
    {
        MakeLink(lab);

        Succeed(Tuning.Add(lab, Chained(""" "args":{"cni":{"sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1"},"mtu":1300,"promisc":true,"allmulti":true} }, """)));

        Assert.Equal("02:00:00:00:00:01 mtu 1300 qlen 1000 ALLMULTI PROMISC", Describe(lab));
        Assert.Equal("1", Sysctl(lab, "ipv4/conf/eth0/arp_filter"));
    });

    [Fact]
    public void Of_one_setting_spelled_in_two_ways_the_later_counts() => Lab.Run(lab =>
    {
        MakeLink(lab);
        string config = Chained("""
            "sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1"},"args":{"cni":{"sysctl":{"net/ipv4/conf/eth0/arp_filter":"0"} } },
            """);

        Succeed(Tuning.Add(lab, config));

        Assert.Equal("0", Sysctl(lab, "ipv4/conf/eth0/arp_filter"));
        Succeed(Tuning.Check(lab, config));
    });

    [Theory]
    [InlineData(""" "sysctl":{"kernel.hostname":"x"}, """, 7, "invalid net sysctl key: \"kernel.hostname\"")]
    [InlineData(""" "sysctl":{"net/../kernel/hostname":"x"}, """, 7, "invalid net sysctl key: \"net/../kernel/hostname\"")]
    [InlineData(""" "sysctl":{"net.ipv4.ip_forward":"1","net.ipv4.ip_forward":"0"}, """, 7, "duplicated sysctl keys are not allowed: net.ipv4.ip_forward is there twice")]
    [InlineData(""" "sysctl":{"net.ipv4.ip_forward":1}, """, 7, "sysctl.net.ipv4.ip_forward is not text: a value is written as \"1\"")]
    [InlineData(""" "sysctl":{"net.ipv4.nope":"1"}, """, 7, "open /proc/sys/net/ipv4/nope: no such file or directory; the kernel has no such setting in this container's network")]
    [InlineData(""" "sysctl":{"net.ipv4.ip_forward":"1"},"mac":"zz", """, 7, "invalid args zz for MAC addr: it is not six bytes such as 02:42:0a:01:00:05")]
    [InlineData(""" "dataDir":"../x","mtu":1400, """, 7, "dataDir is ../x, not an absolute path without ..")]
    public void What_cannot_be_is_told(string keys, int code, string message) => Lab.Run(lab =>
    {
        MakeLink(lab);

        Assert.Equal((code, message), Refused(Tuning.Add(lab, Chained(keys))));

        Assert.Equal("0", Sysctl(lab, "ipv4/ip_forward"));
        Assert.Equal("", lab.Tool("ls /run/cni/tuning 2>/dev/null || true"));
    });

    [Fact]
    public void Without_a_link_before_it_there_is_nothing_to_tune() => Lab.Run(lab =>
    {
        lab.Namespace("pod");

        Assert.StartsWith("Required prevResult missing", Refused(Tuning.Add(lab, Config(""" "mtu":1400, """))).Message);
        Assert.StartsWith("Required prevResult missing", Refused(Tuning.Check(lab, Config(""" "mtu":1400, """))).Message);
        Assert.StartsWith("failed to get \"eth0\": Link not found", Refused(Tuning.Add(lab, Chained(""" "mtu":1400, """))).Message);
    });

    [Theory]
    [InlineData(""" "sysctl":{"net.core.somaxconn":"99","net.ipv4.conf.IFNAME.arp_filter":"words"},"mtu":1400, """)]
    [InlineData(""" "sysctl":{"net.core.somaxconn":"99"},"mac":"02:00:00:00:00:09","txQLen":5,"mtu":5, """)]
    [InlineData(""" "sysctl":{"net.core.somaxconn":"99"},"mac":"01:00:00:00:00:09", """)]
    public void An_add_that_fails_half_way_leaves_nothing(string keys) => Lab.Run(lab =>
    {
        MakeLink(lab);
        string before = Describe(lab);

        Refused(Tuning.Add(lab, Chained(keys)));

        Assert.Equal(before, Describe(lab));
        Assert.Equal("4096", Sysctl(lab, "core/somaxconn"));
        Assert.Equal("", lab.Tool("ls /run/cni/tuning"));
    });
}
