using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Containers that reach each other: on one network, by name, and as a pod that shares one.</summary>
public class HullPodTests
{
    const string Idle = "busybox sleep 1000", Pinging = $"--cap-add NET_RAW {Idle}";   // busybox knows no ping without

    [Fact]
    public void Two_containers_of_the_default_network_ping_each_other_and_of_another_one_do_so_by_name() => InLab((lab, hull) =>
    {
        hull.Ok($"run -d --name one {Pinging}");
        hull.Ok($"run -d --name two {Idle}");
        string address = hull.Ok("exec two sh -c 'ip -4 addr show eth0 | grep -o \"inet [0-9.]*\" | cut -c6-'");
        Assert.Contains("1 packets received", hull.Ok($"exec one ping -c1 -W5 {address}"));

        string id = hull.Ok("network create -d bridge my-network");
        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.DoesNotContain($"br-{id[..12]}", lab.Tool("ip -br link"));   // it comes with the first container
        string third = hull.Ok($"run -d --name three --network my-network --network-alias drei {Idle}");
        Assert.Contains($"br-{id[..12]}", lab.Tool("ip -br link"));
        hull.Ok($"run -d --name four --network my-network {Pinging}");
        foreach (string name in (string[])["three", "drei", third[..12]])
            Assert.Contains("1 packets received", hull.Ok($"exec four ping -c1 -W5 {name}"));
        Assert.NotEqual(0, hull.Try("exec one ping -c1 -W5 three").ExitCode);
    });

    [Fact]
    public void A_pod_is_a_container_that_pauses_and_others_that_share_its_network_and_names() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok("network create --subnet 10.6.0.0/24 back");
        string pod = hull.Ok($"run -d --name k8s_POD --hostname pod --network shop -p 1314:80 {Idle}");
        hull.Ok("run -d --name web --network container:k8s_POD busybox httpd -f -h /www");
        hull.Ok($"run -d --name app --network container:{pod[..12]} {Idle}");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");

        Assert.Equal("hello", hull.Ok("exec app timeout 5 wget -qO- localhost"));
        foreach (string look in (string[])["hostname", "cat /etc/hosts", "cat /etc/hostname", "cat /etc/resolv.conf", "readlink /proc/self/ns/net"])
            Assert.Equal(hull.Ok($"exec k8s_POD {look}"), hull.Ok($"exec app {look}"));
        Assert.Equal("pod", hull.Ok("exec app hostname"));
        Assert.NotEqual(hull.Ok("exec k8s_POD readlink /proc/self/ns/pid"), hull.Ok("exec app readlink /proc/self/ns/pid"));

        hull.Ok("network connect back k8s_POD");
        Assert.Contains("10.6.0.2\tpod", hull.Ok("exec app cat /etc/hosts"));
        hull.Ok("rm -f web");
        Assert.Equal(7, lab.Try("curl -s -m 5 127.0.0.1:1314").ExitCode);   // nobody serves, but the pod is there
        hull.Ok("run -d --name web --network container:k8s_POD busybox httpd -f -h /www");
        lab.Until("the next server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");
    });

    [Theory]
    [InlineData("--hostname other", "conflicting options: hostname and the network mode")]
    [InlineData("-p 80:80", "-p needs a network that hull makes")]
    [InlineData("--dns 192.0.2.53", "names are the other container's")]
    [InlineData("--add-host a:192.0.2.1", "names are the other container's")]
    [InlineData("--ip 10.5.0.2", "need a network that hull makes")]
    public void What_belongs_to_the_other_container_is_not_asked_for_again(string option, string sentence) => InLab((_, hull) =>
    {
        hull.Ok($"run -d --name pod {Idle}");

        var refusal = hull.Try($"run --rm --network container:pod {option} busybox true");

        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
    });

    [Fact]
    public void Inspect_says_who_is_in_a_network_with_dockers_keys() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 172.19.0.0/16 --label tier=front -o mtu=1400 my-network");
        string id = hull.Ok($"run -d --name test2 --network name=my-network,ip=172.19.0.3,mac-address=02:42:ac:13:00:03 {Idle}");

        var network = JsonNode.Parse(hull.Ok("network inspect my-network"))![0]!.AsObject();

        Assert.Equal(["Name", "Id", "Created", "Scope", "Driver", "EnableIPv6", "IPAM", "Internal", "Attachable", "Ingress", "ConfigFrom", "ConfigOnly", "Containers", "Options", "Labels"],
            network.Select(one => one.Key));
        Assert.Equal("{\"Driver\":\"host-local\",\"Options\":{},\"Config\":[{\"Subnet\":\"172.19.0.0/16\",\"Gateway\":\"172.19.0.1\"}]}", network["IPAM"]!.ToJsonString());
        Assert.Equal("1400", $"{network["Options"]!["mtu"]}");
        var container = network["Containers"]![id]!.AsObject();
        Assert.Equal(["Name", "EndpointID", "MacAddress", "IPv4Address", "IPv6Address"], container.Select(one => one.Key));
        Assert.Equal(("test2", "02:42:ac:13:00:03", "172.19.0.3/16", ""),
            ($"{container["Name"]}", $"{container["MacAddress"]}", $"{container["IPv4Address"]}", $"{container["IPv6Address"]}"));
        Assert.Matches(new Regex("^[0-9a-f]{64}$"), $"{container["EndpointID"]}");
        Assert.Contains("link/ether 02:42:ac:13:00:03", lab.In($"hull-{id[..12]}", "ip link show eth0"));
    });
}
