using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>A container's network: who reaches it, what it reaches, and that it is gone with it. curl, ip and nft are the judges.</summary>
public class HullNetworkTests
{
    [Fact]
    public void A_published_port_answers_from_everywhere() => InLab((lab, hull) =>
    {
        // Another machine, and the way to it.
        lab.Namespace("other");
        lab.Tool("ip link add up0 type veth peer name up0 netns other && ip addr add 192.0.2.1/24 dev up0 && ip link set up0 up");
        lab.In("other", "ip addr add 192.0.2.2/24 dev up0 && ip link set up0 up");
        hull.Ok("run -d --name web -p 1314:80 busybox httpd -f -h /www");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");

        Assert.Equal("hello", lab.Tool("curl -s -m 2 192.0.2.1:1314"));
        Assert.Equal("hello", lab.Tool("curl -s -m 2 10.85.0.1:1314"));
        Assert.Equal("hello", lab.In("other", "curl -s -m 2 192.0.2.1:1314"));
        Assert.Equal("hello", hull.Ok("exec web timeout 5 wget -qO- 10.85.0.1:1314"));
        Assert.Equal("hello", hull.Ok("run --rm busybox timeout 5 wget -qO- 10.85.0.1:1314"));
    });

    [Fact]
    public void Its_MAC_address_is_made_of_its_address_unless_it_is_to_have_another() => InLab((_, hull) =>   // S59
    {
        hull.Ok("network create --subnet 172.19.0.0/16 shop");

        Assert.Equal("02:42:0a:55:00:02", hull.Ok("run --rm busybox cat /sys/class/net/eth0/address"));
        Assert.Equal("02:42:ac:13:00:02", hull.Ok("run --rm --network shop busybox cat /sys/class/net/eth0/address"));
        Assert.Equal("02:42:ac:13:07:09", hull.Ok("run --rm --network shop --ip 172.19.7.9 busybox cat /sys/class/net/eth0/address"));
        Assert.Equal("02:11:22:33:44:55", hull.Ok("run --rm --network shop --mac-address 02:11:22:33:44:55 busybox cat /sys/class/net/eth0/address"));
    });

    [Fact]
    public void A_port_published_on_one_address_answers_there_only() => InLab((lab, hull) =>
    {
        lab.Tool("ip addr add 192.0.2.1/32 dev lo");
        hull.Ok("run -d --name web -p 127.0.0.1:1314:80 busybox httpd -f -h /www");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");

        Assert.NotEqual(0, lab.Try("curl -s -m 2 192.0.2.1:1314").ExitCode);
    });

    [Fact]
    public void Two_containers_have_a_port_80_each_and_reach_each_other() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name one -p 8001:80 busybox httpd -f -h /www");
        hull.Ok("run -d --name two -p 8002:80 busybox httpd -f -h /www");

        lab.Until("both answer", () => lab.Try("curl -s -m 2 127.0.0.1:8001 && curl -s -m 2 127.0.0.1:8002").Out == "hello\nhello");
        string address = hull.Ok("exec one hostname -i");
        Assert.Equal("hello", hull.Ok($"exec two timeout 5 wget -qO- {address}"));
    });

    [Fact]
    public void Its_namespace_is_a_named_one_and_everything_is_gone_with_it() => InLab((lab, hull) =>
    {
        hull.Ok("run --rm busybox true");   // the bridge, and the tables, are there from now on
        string before = hull.Traces();

        string id = hull.Ok("run -d --name web -p 1314:80 busybox httpd -f -h /www");

        Assert.Contains($"hull-{id[..12]}", lab.Tool("ip netns list"));
        Assert.Contains($"hull-{id[..12]}", lab.Tool($"{Binaries.Netctl} list"));
        Assert.NotEqual("", lab.Tool($"ls /var/lib/cni/results/hull-{id}-eth0"));
        Assert.Contains($"{id[..12]}", hull.Ok("exec web cat /etc/hosts"));
        hull.Ok("rm -f web");
        Assert.Equal(before, hull.Traces());
        Assert.Equal("", hull.TracesOf(id));
    });

    [Fact]
    public void The_name_of_a_network_is_looked_up_in_etc_cni() => InLab((lab, hull) =>
    {
        Directory.CreateDirectory("/etc/cni/net.d");
        File.WriteAllText("/etc/cni/net.d/10-blue.conflist", """
            {"cniVersion":"1.0.0","name":"blue","plugins":[{"type":"bridge","bridge":"blue0","isGateway":true,"ipam":{"type":"host-local","subnet":"10.44.0.0/24"}}]}
            """);

        Assert.Equal("10.44.0.2", hull.Ok("run --rm --network blue busybox hostname -i"));

        File.Delete("/etc/cni/net.d/10-blue.conflist");
        Assert.Equal(125, hull.Try("run --rm --network blue busybox true").ExitCode);
    });

    [Fact]
    public void A_container_is_removed_with_the_network_it_was_made_with_whatever_the_file_says_now() => InLab((lab, hull) =>
    {
        Directory.CreateDirectory("/etc/cni/net.d");
        File.WriteAllText("/etc/cni/net.d/10-blue.conflist", """
            {"cniVersion":"1.0.0","name":"blue","plugins":[{"type":"bridge","bridge":"blue0","isGateway":true,"ipam":{"type":"host-local","subnet":"10.44.0.0/24"}}]}
            """);
        hull.Ok("run -d --name one --network blue busybox sleep 1000");
        File.Delete("/etc/cni/net.d/10-blue.conflist");

        hull.Ok("rm -f one");

        Assert.Equal("", lab.Tool("ls /var/lib/cni/networks/blue | grep ^10 || true"));
    });

    [Fact]
    public void Without_a_network_there_is_the_loopback_alone_and_it_is_up() => InLab((_, hull) =>
    {
        string links = hull.Inside("ip link");

        Assert.Contains("lo: <LOOPBACK,UP,LOWER_UP>", links);
        Assert.DoesNotContain("eth0", links);
    });

    [Fact]
    public void With_the_hosts_network_there_is_no_namespace_of_its_own() => InLab((lab, hull) =>
        Assert.Equal(lab.Tool("readlink /proc/self/ns/net"), hull.Ok("run --rm --network host busybox readlink /proc/self/ns/net")));

    [Fact]
    public void It_joins_a_namespace_that_is_there_and_leaves_it_there() => InLab((lab, hull) =>
    {
        lab.Tool($"{Binaries.Netctl} add shared");

        string inside = hull.Ok("run --rm --network ns:shared busybox readlink /proc/self/ns/net");

        Assert.Equal(lab.In("shared", "readlink /proc/self/ns/net"), inside);
        Assert.Contains("shared", lab.Tool("ip netns list"));
    });

    [Fact]
    public void A_plugin_that_fails_is_told_of_and_nothing_is_left() => InLab((lab, hull) =>
    {
        Directory.CreateDirectory("/run/plugins");
        File.WriteAllText("/run/plugins/unlucky", """
            #!/bin/sh
            [ $CNI_COMMAND != ADD ] || { echo '{"code":100,"msg":"out of luck"}'; exit 1; }
            """);
        lab.Tool("chmod +x /run/plugins/unlucky");
        WriteNetwork("bad", "unlucky");
        string before = hull.Traces();

        var refusal = lab.Try($"{Binaries.Hull} run --rm --network bad busybox true", environment: ("CNI_PATH", $"/run/plugins:{Binaries.PluginFolder}"));

        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains("out of luck", refusal.Err);
        lab.Tool("ip link delete bad0");
        Assert.Equal(before, hull.Traces());
    });

    [Fact]
    public void A_plugin_that_is_not_there_is_told_of_before_anything_is_made() => InLab((_, hull) =>
    {
        WriteNetwork("bad", "absent");
        string before = hull.Traces();

        var refusal = hull.Try("run --network bad busybox true");

        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains("network bad needs the CNI plugin absent", refusal.Err);
        Assert.Equal(before, hull.Traces());
    });

    static void WriteNetwork(string name, string secondPlugin)
    {
        Directory.CreateDirectory("/etc/cni/net.d");
        File.WriteAllText($"/etc/cni/net.d/10-{name}.conflist", $$$"""
            {"cniVersion":"1.0.0","name":"{{{name}}}","plugins":[
              {"type":"bridge","bridge":"{{{name}}}0","isGateway":true,"ipam":{"type":"host-local","subnet":"10.44.0.0/24"}},{"type":"{{{secondPlugin}}}"}]}
            """);
    }
}
