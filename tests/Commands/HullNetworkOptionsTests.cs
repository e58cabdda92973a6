using System.Text.RegularExpressions;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What network create can be told, by what containers then have. ip, curl and nft are the judges.</summary>
public class HullNetworkOptionsTests
{
    const string Web = "busybox httpd -f -h /www", Idle = "busybox sleep 1000";

    [Fact]
    public void Addresses_that_are_somebody_elses_are_given_to_no_container() => InLab((_, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/29 --aux-address router=10.5.0.3 --aux-address printer=10.5.0.5 --attachable shop");

        string[] given = [.. Enumerable.Range(0, 3).Select(_ => hull.Ok($"exec {hull.Ok($"run -d --network shop {Idle}")} sh -c 'ip -4 addr show eth0 | grep -o \"inet [0-9.]*\" | cut -c6-'"))];

        Assert.Equal(["10.5.0.2", "10.5.0.4", "10.5.0.6"], given.Order());
        Assert.Equal(125, hull.Try("run --rm --network shop busybox true").ExitCode);
        Assert.Contains("\"router\": \"10.5.0.3\"", hull.Ok("network inspect shop"));
        Assert.Single(Regex.Matches(hull.Ok("network inspect shop"), "\"Subnet\""));
    });

    [Fact]
    public void Containers_of_a_network_can_be_kept_from_each_other_or_not_from_other_networks() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 -o com.docker.network.bridge.enable_icc=false alone");
        hull.Ok("network create --subnet 10.6.0.0/24 -o isolate=false open");
        hull.Ok($"run -d --name one --network name=alone,ip=10.5.0.9 -p 1314:80 {Web}");
        hull.Ok($"run -d --name two --network name=open,ip=10.6.0.9 {Web}");
        lab.Until("both listen", () => lab.Try("curl -s -m 2 10.5.0.9 && curl -s -m 2 10.6.0.9").Out == "hello\nhello");

        Assert.NotEqual("hello", hull.Try("run --rm --network alone busybox timeout 2 wget -qO- 10.5.0.9").Out);
        Assert.NotEqual("hello", hull.Try("run --rm --network open busybox timeout 2 wget -qO- 10.5.0.9").Out);
        Assert.Equal("hello", hull.Ok("run --rm busybox timeout 5 wget -qO- 10.6.0.9"));
        Assert.Equal("hello", lab.Tool("curl -s -m 5 127.0.0.1:1314"));
    });

    [Fact]
    public void Ports_are_published_where_the_network_says() => InLab((lab, hull) =>
    {
        lab.Tool("ip addr add 192.0.2.1/32 dev lo");
        hull.Ok("network create --subnet 10.5.0.0/24 -o com.docker.network.bridge.host_binding_ipv4=127.0.0.1 -o com.docker.network.bridge.name=shop0 shop");
        hull.Ok($"run -d --name web --network shop -p 1314:80 -p 192.0.2.1:1315:80 {Web}");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");

        Assert.Contains("127.0.0.1:1314->80/tcp, 192.0.2.1:1315->80/tcp", hull.Ok("ps"));
        Assert.NotEqual(0, lab.Try("curl -s -m 2 192.0.2.1:1314").ExitCode);
        Assert.Equal("hello", lab.Tool("curl -s -m 5 192.0.2.1:1315"));
        Assert.Contains("shop0", lab.Tool("ip -br link"));
    });

    [Fact]
    public void What_leaves_a_network_can_keep_its_address() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 -o com.docker.network.bridge.enable_ip_masquerade=false shop");
        hull.Ok($"run -d --network shop {Idle}");

        Assert.DoesNotContain("10.5.0.", lab.Try("nft list table inet cni_masquerade").Out);
    });

    [Fact]
    public void The_mtu_is_the_default_routes_in_every_network() => InLab((lab, hull) =>
    {
        lab.Tool("ip link add up0 mtu 1450 type veth peer name up1 && ip link set up0 up && ip addr add 192.0.2.1/24 dev up0 && ip route add default via 192.0.2.2");
        hull.Ok("network create shop");

        Assert.Contains("mtu 1450", hull.Ok("run --rm busybox ip link show eth0"));
        Assert.Contains("mtu 1450", hull.Ok("run --rm --network shop busybox ip link show eth0"));
    });

    [Fact]
    public void The_default_network_can_be_made_anew_with_IPv6_and_is_as_before_when_that_is_removed() => InLab((lab, hull) =>
    {
        hull.Ok("network create --ipv6 hull");

        hull.Ok($"run -d --name web -p 1314:80 {Web}");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");
        Assert.Matches("inet6 fd[0-9a-f:]+/64", hull.Ok("exec web ip addr show eth0"));
        Assert.Equal("hello", lab.Tool("curl -s -m 5 [::1]:1314"));
        Assert.Contains("hull0", lab.Tool("ip -br link"));
        hull.Ok("rm -f web");
        hull.Ok("network rm hull");
        Assert.DoesNotContain("inet6 fd", hull.Ok("run --rm busybox ip addr show eth0"));
        Assert.Contains("pre-defined network and cannot be removed", hull.Try("network rm hull").Err);
    });

    [Fact]
    public void When_no_subnet_is_free_it_is_said_who_has_them() => InLab((lab, hull) =>
    {
        lab.Tool("ip link add up0 type veth peer name up1 && ip link set up0 up && ip addr add 192.0.2.1/24 dev up0 && ip route add 10.128.0.0/9 via 192.0.2.2 && ip route add 10.64.0.0/10 via 192.0.2.2");
        string before = hull.Traces();

        var refusal = hull.Try("network create shop");

        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains("no free network", refusal.Err);
        Assert.Contains("10.128.0.0/9 is where this machine has a route to, by up0", refusal.Err);
        Assert.Contains("10.85.0.0/24 is network hull's", refusal.Err);
        Assert.Contains("which is where this machine has a route to, by up0", hull.Try("network create --subnet 10.200.0.0/16 shop").Err);
        Assert.Equal(before, hull.Traces());
    });

    [Fact]
    public void A_network_of_macvlan_is_on_the_link_that_it_names() => InLab((lab, hull) =>
    {
        lab.Tool("ip link add up0 type veth peer name up1 && ip link set up0 up && ip link set up1 up && ip addr add 10.5.0.1/24 dev up1");
        lab.Needs("ip link add link up0 name try0 type macvlan mode bridge", undo: "ip link del try0");
        hull.Ok("network create -d macvlan -o parent=up0 --subnet 10.5.0.0/24 --gateway 10.5.0.1 lan");

        Assert.Contains("macvlan", hull.Ok("network ls | grep ' lan '"));
        Assert.Contains("1 packets received", hull.Ok("run --rm --network lan --cap-add NET_RAW busybox ping -c1 -W5 10.5.0.1"));
        Assert.Contains("macvlan", lab.In($"hull-{hull.Ok($"run -d --network lan {Idle}")[..12]}", "ip -d link show eth0"));
    });

    [Theory]
    [InlineData("--subnet 10.5.0.0/24 --aux-address 10.5.0.9", "it reads NAME=ADDRESS")]
    [InlineData("--subnet 10.5.0.0/24 --aux-address a=10.6.0.9", "in none of the network's subnets")]
    [InlineData("-o com.docker.network.bridge.enable_icc=perhaps", "is not understood")]
    [InlineData("-o com.docker.network.bridge.host_binding_ipv4=localhost", "is not understood")]
    public void What_cannot_be_is_refused(string options, string sentence) => InLab((_, hull) =>
    {
        var refusal = hull.Try($"network create {options} x");

        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
        Assert.Empty(Directory.GetFiles("/etc/cni", "*", SearchOption.AllDirectories));
    });
}
