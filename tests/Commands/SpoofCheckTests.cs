using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>macspoofchk of bridge: nobody sends under another's MAC address.</summary>
public class SpoofCheckTests
{
    const string Keys = "\"macspoofchk\":true,";

    [Fact]
    public void A_container_that_takes_another_mac_address_is_not_heard() => Lab.Run(lab =>
    {
        new Network(lab, bridgeKeys: Keys).Attach("pod");
        lab.In("pod", "ping -c 1 -W 2 10.44.0.1");

        lab.In("pod", "ip link set eth0 address 02:00:00:00:00:01");

        Assert.Equal(1, lab.TryIn("pod", "ping -c 1 -W 1 10.44.0.1").ExitCode);
    });

    [Fact]
    public void The_rules_are_the_references() => Lab.Run(lab =>
    {
        var network = new Network(lab, bridgeKeys: Keys);
        var links = JsonDocument.Parse(network.Attach("pod")).RootElement.GetProperty("interfaces");
        string veth = links[1].GetProperty("name").GetString()!, mac = links[2].GetProperty("mac").GetString()!;

        Assert.Equal($$"""
            table bridge nat {
            	chain PREROUTING {
            		type filter hook prerouting priority dstnat; policy accept;
            		iifname "{{veth}}" jump cni-br-iface-pod-eth0 comment "macspoofchk-pod-eth0"
            	}

            	chain cni-br-iface-pod-eth0 {
            		jump cni-br-iface-pod-eth0-mac comment "macspoofchk-pod-eth0"
            	}

            	chain cni-br-iface-pod-eth0-mac {
            		ether saddr {{mac}} return comment "macspoofchk-pod-eth0"
            		drop comment "macspoofchk-pod-eth0"
            	}
            }
            """, lab.Tool("nft list table bridge nat"));
    });

    [Fact]
    public void Del_takes_one_containers_rules_and_works_twice() => Lab.Run(lab =>
    {
        var network = new Network(lab, bridgeKeys: Keys);
        network.Attach("pod");
        network.Attach("other");

        network.Detach("pod");
        network.Detach("pod");

        string left = lab.Tool("nft list table bridge nat");
        Assert.DoesNotContain("pod", left);
        Assert.Contains("jump cni-br-iface-other-eth0", left);
    });

    [Theory]
    [InlineData("flush chain bridge nat PREROUTING", "nft rule bridge nat PREROUTING iifname \"V\" jump cni-br-iface-pod-eth0 is missing")]
    [InlineData("flush chain bridge nat cni-br-iface-pod-eth0", "nft rule bridge nat cni-br-iface-pod-eth0 jump cni-br-iface-pod-eth0-mac is missing")]
    [InlineData("flush chain bridge nat cni-br-iface-pod-eth0-mac", "nft chain bridge nat cni-br-iface-pod-eth0-mac does not let pass M alone")]
    public void Check_names_what_is_missing(string change, string difference) => Lab.Run(lab =>
    {
        var network = new Network(lab, bridgeKeys: Keys);
        string result = network.Attach("pod");
        Succeed(Call("bridge", "pod").Check(lab, With(network.Bridge, result)));
        var links = JsonDocument.Parse(result).RootElement.GetProperty("interfaces");

        lab.Tool($"nft '{change}'");

        Assert.Equal(difference.Replace("\"V\"", $"\"{links[1].GetProperty("name").GetString()}\"").Replace(" M ", $" {links[2].GetProperty("mac").GetString()} "),
            Refused(Call("bridge", "pod").Check(lab, With(network.Bridge, result))).Message);
    });

    [Fact]
    public void Gc_takes_the_rules_of_links_that_are_gone() => Lab.Run(lab =>
    {
        var network = new Network(lab, bridgeKeys: Keys);
        network.Attach("live");
        network.Attach("dead");
        network.Attach("gone");
        lab.Tool("ip -n gone link del eth0");

        Succeed(PluginCall.Ours("bridge").Run(lab, "GC",
            network.Bridge.Replace("1.0.0", "1.1.0").TrimEnd()[..^1] + """, "cni.dev/valid-attachments":[{"containerID":"live","ifname":"eth0"}] }"""));

        Assert.Equal("PREROUTING\ncni-br-iface-live-eth0\ncni-br-iface-live-eth0-mac",
            lab.Tool("nft list table bridge nat | sed -n 's/^.*chain \\(.*\\) {/\\1/p' | LC_ALL=C sort"));
    });
}
