using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class HostDeviceTests
{
    const string Leased = """
        "ipam":{"type":"host-local","dataDir":"/run/leases","ranges":[[{"subnet":"10.44.0.0/24"}],[{"subnet":"fd00:44::/64"}]],"routes":[{"dst":"0.0.0.0/0"}]}
        """;

    static string Config(string keys = "\"device\":\"d0\"", string ipam = Leased) => $$"""{"cniVersion":"1.1.0","name":"net","type":"host-device",{{keys}},{{ipam}} }""";

    static PluginCall Pod => Call("host-device", "pod");

    /// <summary>A host whose device d0 leads to another machine: 10.44.0.1, fd00:44::1. The host itself is 192.0.2.1 on it.</summary>
    static void Run(Action<Lab> test) => Lab.Run(lab =>
    {
        lab.Namespace("lan");
        lab.Namespace("pod");
        lab.Tool("""
            ip link add d0 address 02:00:00:00:00:d0 type veth peer name lan0 netns lan
            ip link set d0 alias 'the third port'; ip addr add 192.0.2.1/24 dev d0; ip link set d0 up; ip route add 198.51.100.0/24 via 192.0.2.2
            ip -n lan addr add 10.44.0.1/24 dev lan0; ip -n lan addr add fd00:44::1/64 dev lan0 nodad; ip -n lan link set lan0 up
            """);
        test(lab);
    });

    const string Pci = "mount -t tmpfs none /sys/bus; d=/sys/bus/pci/devices/0000:00:09.0; mkdir -p $d/FOLDERnet/d0 /sys/bus/pci/drivers/DRIVER; ln -s ../../drivers/DRIVER $d/driver";

    [Theory]
    [InlineData("\"device\":\"d0\"", "true")]
    [InlineData("\"hwaddr\":\"02:00:00:00:00:D0\"", "true")]
    [InlineData("\"kernelpath\":\"/sys/devices/pci0000:00/0000:00:19.0\"", "mount -t tmpfs none /sys/devices; mkdir -p /sys/devices/pci0000:00/0000:00:19.0/net/d0")]
    [InlineData("\"pciBusID\":\"0000:00:09.0\"", Pci)]
    [InlineData("\"pciBusID\":\"0000:00:09.0\"", "virtio:" + Pci)]
    [InlineData("\"pciBusID\":\"0000:00:01.0\",\"runtimeConfig\":{\"deviceID\":\"0000:00:09.0\"}", Pci)]
    [InlineData("\"runtimeConfig\":{\"deviceID\":\"mlx5_core.sf.2\"}", "mount -t tmpfs none /sys/bus; mkdir -p /sys/bus/auxiliary/devices/mlx5_core.sf.2/net/d0")]
    public void The_device_is_in_the_container_and_comes_back(string keys, string before) => Run(lab =>
    {
        lab.Tool(before.Replace("DRIVER", "virtio-pci").Replace("FOLDER", before.StartsWith("virtio:") ? "virtio3/" : "").Replace("virtio:", ""));
        string config = Config(keys);

        string result = Succeed(Pod.Add(lab, config));

        Assert.Equal("eth0", JsonDocument.Parse(result).RootElement.GetProperty("interfaces")[0].GetProperty("name").GetString());
        Assert.Contains("alias d0", lab.In("pod", "ip link show eth0 up"));
        Assert.Equal(1, lab.Try("ip link show d0").ExitCode);
        lab.In("pod", "ping -c 1 -W 2 10.44.0.1 && ping -c 1 -W 2 fd00:44::1");
        Succeed(Pod.Check(lab, With(config, result)));

        Succeed(Pod.Del(lab, With(config, result)));
        Succeed(Pod.Del(lab, With(config, result)));
        AssertIsBack(lab);
    });

    static void AssertIsBack(Lab lab, string name = "d0")
    {
        Assert.Contains("02:00:00:00:00:d0", lab.Tool($"ip -br link show {name}"));
        Assert.DoesNotContain("alias", lab.Tool($"ip link show {name}"));
        Assert.Equal("lo", lab.Tool("ip -n pod -br link 2>/dev/null | cut -d' ' -f1 | grep . || echo lo"));
        Assert.Equal("", lab.Tool("ls /run/leases/net | grep 44 || true"));
    }

    [Theory]
    [InlineData("the device is renamed", "ip -n pod link set eth0 down; ip -n pod link set eth0 name wan0", true)]
    [InlineData("the device is renamed and nothing is known", "ip -n pod link set eth0 down; ip -n pod link set eth0 name wan0", false)]
    [InlineData("the alias is gone", "ip -n pod link set eth0 alias ''", true)]
    [InlineData("nothing is known of the ADD", "true", false)]
    [InlineData("the namespace is gone, and the kernel has brought the device back", "ip -n pod link set eth0 netns $$; ip netns delete pod", true)]
    [InlineData("the device is back already", "ip -n pod link set eth0 netns $$ name d0; ip link set d0 alias ''", true)]
    public void Del_gives_the_device_back_when(string situation, string first, bool knowsResult) => Run(lab =>
    {
        string result = Succeed(Pod.Add(lab, Config()));
        lab.Tool(first);

        for (int i = 0; i < 2; i++)
            Succeed(Pod.Del(lab, knowsResult ? With(Config(), result) : Config()));

        Assert.NotEmpty(situation);
        AssertIsBack(lab);
    });

    [Fact]
    public void A_device_whose_name_is_taken_comes_back_under_another() => Run(lab =>
    {
        string result = Succeed(Pod.Add(lab, Config()));
        lab.Tool("ip link add d0 type bridge");

        var outcome = Pod.Del(lab, With(Config(), result));

        Succeed(outcome);
        Assert.Contains("which is another link's name by now", outcome.Err);
        AssertIsBack(lab, "dev0");
    });

    [Fact]
    public void Del_of_a_device_that_is_gone_gives_its_address_back() => Run(lab =>
    {
        string result = Succeed(Pod.Add(lab, Config()));
        lab.In("pod", "ip link del eth0");
        Succeed(Pod.Del(lab, With(Config(), result)));

        Assert.Equal("", lab.Tool("ls /run/leases/net | grep 44 || true"));
    });

    [Theory]
    [InlineData("no address", "\"ipam\":{\"type\":\"static\"}")]
    [InlineData("an IPAM plugin that is missing", "\"ipam\":{\"type\":\"nothing-such\"}")]
    [InlineData("a route to nowhere", "\"ipam\":{\"type\":\"host-local\",\"dataDir\":\"/run/leases\",\"subnet\":\"10.44.0.0/24\",\"routes\":[{\"dst\":\"10.9.0.0/16\",\"gw\":\"172.31.0.1\"}]}")]
    public void An_add_that_fails_leaves_the_device_as_it_was(string situation, string ipam) => Run(lab =>
    {
        const string state = "ip link show d0 | tr ' ' '\\n' | grep -E 'mtu|UP|alias|port'; ip -4 -br addr show d0; ip route";
        string before = lab.Tool(state);

        Refused(Pod.Add(lab, Config(ipam: ipam)));

        lab.Until($"the device is as it was after {situation}", () => lab.Tool(state) == before);
        Assert.Equal("lo", lab.In("pod", "ip -br link | cut -d' ' -f1"));
        Assert.Equal("", lab.Tool("ls /run/leases/net 2>/dev/null | grep 44 || true"));
    });

    [Fact]
    public void The_containers_name_may_be_one_that_the_host_has_too() => Run(lab =>
    {
        lab.Tool("ip link add eth0 type veth peer name eth1; ip -n pod link add d0 type bridge");

        string result = Succeed(Pod.Add(lab, Config()));
        Assert.Contains("02:00:00:00:00:d0", lab.In("pod", "ip -br link show eth0"));
        Succeed(Pod.Del(lab, With(Config(), result)));

        Assert.Contains("02:00:00:00:00:d0", lab.Tool("ip -br link show d0"));
        Assert.Contains("eth0@eth1", lab.Tool("ip -br link"));
    });

    [Theory]
    [InlineData("vfio-pci")]
    [InlineData("uio_pci_generic")]
    [InlineData("igb_uio")]
    public void A_device_that_a_program_has_gets_addresses_only(string driver) => Run(lab =>
    {
        lab.Tool(Pci.Replace("DRIVER", driver).Replace("FOLDER", ""));
        string config = Config("\"pciBusID\":\"0000:00:09.0\"");

        string result = Succeed(Pod.Add(lab, config));

        Assert.Equal("""[{"name":"eth0","sandbox":"/run/netns/pod"}]""", JsonDocument.Parse(result).RootElement.GetProperty("interfaces").GetRawText());
        Assert.Contains("10.44.0.2/24", result);
        Assert.Contains("d0", lab.Tool("ip -br link"));
        Succeed(Pod.Check(lab, With(config, result)));
        Succeed(Pod.Del(lab, With(config, result)));
        Assert.Equal("", lab.Tool("ls /run/leases/net | grep 44 || true"));
    });

    [Theory]
    [InlineData("\"mtu\":1400", "specify either \"device\", \"hwaddr\", \"kernelpath\" or \"pciBusID\"")]
    [InlineData("\"device\":\"d7\"", "failed to find host device: there is no link d7; one that is in a container is not on the host")]
    [InlineData("\"device\":\"a/b\"", "device is \"a/b\", not a name that a link can have (1 to 15 bytes, no slash, colon or space)")]
    [InlineData("\"hwaddr\":\"02:00:00:00:00:77\"", "failed to find host device: no link has the MAC address 02:00:00:00:00:77; one that is in a container is not on the host")]
    [InlineData("\"hwaddr\":\"02:00\"", "hwaddr is \"02:00\", not six bytes such as 02:42:0a:01:00:05")]
    [InlineData("\"kernelpath\":\"/etc\"", "kernel device path \"/etc\" must be absolute and begin with /sys/devices/")]
    [InlineData("\"kernelpath\":\"/sys/devices/none\"", "failed to find host device: /sys/devices/none has no link; one that is in a container is not on the host")]
    [InlineData("\"pciBusID\":\"ffff:ff:ff.f\"", "failed to find host device: there is no device ffff:ff:ff.f; one that is in a container is not on the host")]
    [InlineData("\"pciBusID\":\"../../../class\"", "the device \"../../../class\" is not one that a bus can have, such as 0000:01:00.0")]
    public void What_cannot_be_found_is_named(string keys, string message) => Run(lab =>
    {
        Assert.Equal((7, message), Refused(Pod.Add(lab, Config(keys))));
        Assert.Equal("", lab.Tool("ls /run/leases/net 2>/dev/null || true"));
    });

    [Theory]
    [InlineData("ip -n pod link set eth0 alias other", "eth0 does not bear its name on the host as alias: DEL could not give it back")]
    [InlineData("ip -n pod link set eth0 address 02:00:00:00:00:66", "eth0 has the MAC address 02:00:00:00:00:66, not 02:00:00:00:00:d0")]
    [InlineData("ip -n pod addr del 10.44.0.2/24 dev eth0", "Failed to match addr 10.44.0.2/24 on interface eth0")]
    [InlineData("ip -n pod link set eth0 down", "eth0 is down")]
    [InlineData("ip -n pod link del eth0", "eth0 is missing in /run/netns/pod")]
    public void Check_names_what_differs(string change, string difference) => Run(lab =>
    {
        string result = Succeed(Pod.Add(lab, Config()));
        lab.Tool(change);

        Assert.Equal(difference, Refused(Pod.Check(lab, With(Config(), result))).Message);
    });

    [Fact]
    public void Status_says_that_the_device_is_away_and_gc_frees_addresses() => Run(lab =>
    {
        Succeed(PluginCall.Ours("host-device").Run(lab, "STATUS", Config()));
        Succeed(PluginCall.Ours("host-device").Run(lab, "STATUS", Config("\"capabilities\":{\"deviceID\":true}")));
        Succeed(Pod.Add(lab, Config()));

        Assert.Equal(50, Refused(PluginCall.Ours("host-device").Run(lab, "STATUS", Config())).Code);
        Succeed(PluginCall.Ours("host-device").Run(lab, "GC", Config()[..^1] + ""","cni.dev/valid-attachments":[] }"""));
        Assert.Equal("", lab.Tool("ls /run/leases/net | grep 44 || true"));
    });
}
