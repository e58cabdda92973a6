using System.Text.Json;
using Xunit;
using static Tests.Commands.LinkNetwork;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class TapTests
{
    static readonly LinkNetwork s_tap = All["tap"];

    static string Config(string keys = "\"mtu\":0") => $$"""{"cniVersion":"1.1.0","name":"net","type":"tap",{{keys}} }""";

    [Theory]
    [InlineData("\"mtu\":0", "tun type tap pi off vnet_hdr on persist on")]
    [InlineData("\"owner\":1234,\"group\":4321", "tun type tap pi off vnet_hdr on persist on user 1234 group 4321")]
    [InlineData("\"owner\":0", "tun type tap pi off vnet_hdr on persist on user 0")]
    [InlineData("\"multiQueue\":true", "tun type tap pi off vnet_hdr on multi_queue")]
    public void It_is_as_asked_for(string keys, string shown) => s_tap.Run(lab =>
    {
        string result = Succeed(s_tap.Call().Add(lab, Config(keys)));

        Assert.Contains(shown, lab.In("pod", "ip -N -d link show eth0 up || true").Replace("user root", "user 0"));
        Succeed(s_tap.Call().Check(lab, With(Config(keys), result)));
        Succeed(s_tap.Call().Del(lab, With(Config(keys), result)));
        Assert.Equal("", Leftovers(lab));
    });

    [Theory]
    [InlineData("\"mac\":\"02:00:00:00:00:01\"", "", "02:00:00:00:00:01")]
    [InlineData("\"mac\":\"02:00:00:00:00:01\"", "MAC=02:00:00:00:00:02", "02:00:00:00:00:02")]
    [InlineData("\"runtimeConfig\":{\"mac\":\"02:00:00:00:00:04\"},\"owner\":1,\"group\":1", "MAC=02:00:00:00:00:02", "02:00:00:00:00:04")]
    public void The_mac_address_is_the_one_asked_for(string keys, string args, string mac) => s_tap.Run(lab =>
    {
        string result = Succeed((s_tap.Call() with { Args = args }).Add(lab, Config(keys)));

        Assert.Equal(mac, lab.In("pod", "ip -br link show eth0 | awk '{print $3}'"));
        Assert.Contains($"\"mac\":\"{mac}\"", result);
    });

    [Fact]
    public void It_may_join_a_bridge_in_the_container() => s_tap.Run(lab =>
    {
        lab.In("pod", "ip link add br0 type bridge");
        string config = Config("\"bridge\":\"br0\",\"mtu\":1400");
        string result = Succeed(s_tap.Call().Add(lab, config));

        Assert.Contains("eth0", lab.In("pod", "ip -br link show master br0"));
        Assert.Contains("mtu 1400", lab.In("pod", "ip link show eth0"));
        Succeed(s_tap.Call().Check(lab, With(config, result)));
        lab.In("pod", "ip link set eth0 nomaster");
        Assert.Equal("eth0 is not on bridge br0", Refused(s_tap.Call().Check(lab, With(config, result))).Message);
    });

    [Theory]
    [InlineData("\"bridge\":\"br7\"", 7, "bridge is br7, and /run/netns/pod has no link of that name")]
    [InlineData("\"bridge\":\"lo\"", 7, "bridge is lo, which is not a bridge")]
    [InlineData("\"mtu\":-1", 7, "invalid MTU -1, must be 0 or more")]
    [InlineData("\"mtu\":70000", 999, "change link eth0")]
    [InlineData("\"owner\":\"root\"", 7, "owner is \"root\", not a whole number of 0 or more")]
    public void What_cannot_be_is_refused_and_leaves_nothing(string keys, int code, string message) => s_tap.Run(lab =>
    {
        var (refused, said) = Refused(s_tap.Call().Add(lab, Config($"{keys},{DualStack}")));

        Assert.Equal((code, message), (refused, said[..Math.Min(said.Length, message.Length)]));
        Assert.Equal("", Leftovers(lab));
    });

    [Fact]
    public void A_SELinux_context_needs_SELinux() => s_tap.Run(lab =>
    {
        Skip.If(Directory.Exists("/sys/fs/selinux"), "this kernel has SELinux");

        var (code, said) = Refused(s_tap.Call().Add(lab, Config("\"selinuxContext\":\"system_u:system_r:container_t:s0\"")));

        Assert.Equal((50, "selinuxContext is system_u:system_r:container_t:s0, which the kernel does not take: is SELinux in use here?"), (code, said.Split(';')[0]));
        Assert.Equal("", Leftovers(lab));
    });

    [Theory]
    [InlineData("ip tuntap add mode tap name eth0 user 7", "eth0 is user 7's, not no user's")]
    [InlineData("ip tuntap add mode tap name eth0 group 7", "eth0 is group 7's, not no group's")]
    [InlineData("ip tuntap add mode tap multi_queue name eth0", "eth0 has many queues, not one")]
    [InlineData("ip tuntap add mode tun name eth0", "eth0 is a tun, not a tap")]
    public void Check_names_what_differs(string instead, string difference) => s_tap.Run(lab =>
    {
        string result = Succeed(s_tap.Call().Add(lab, Config()));
        lab.In("pod", $"ip link del eth0; {instead}; ip link set eth0 up");
        var withoutMac = result.Replace(JsonDocument.Parse(result).RootElement.GetProperty("interfaces")[0].GetProperty("mac").GetString()!, "");

        Assert.Equal(difference, Refused(s_tap.Call().Check(lab, With(Config(), withoutMac))).Message);
    });

    [Fact]
    public void A_machine_without_taps_says_so() => s_tap.Run(lab =>
    {
        lab.Tool("mount -t tmpfs none /dev/net");

        Assert.Equal((50, "this machine has no taps; open /dev/net/tun: No such file or directory"), Refused(PluginCall.Ours("tap").Run(lab, "STATUS", Config())));
        Assert.Equal((50, "this machine has no taps; open /dev/net/tun: No such file or directory"), Refused(s_tap.Call().Add(lab, Config(DualStack))));
        Assert.Equal("", Leftovers(lab));
    });

    [Fact]
    public void A_program_can_open_it() => s_tap.Run(lab =>
    {
        Succeed(s_tap.Call().Add(lab, Config(DualStack)));

        // Attaches to it, whereupon it has a carrier, and reads the first frame: a ping's ARP request.
        const string open = """
            import fcntl, os, struct, subprocess
            tap = os.open('/dev/net/tun', os.O_RDWR)
            fcntl.ioctl(tap, 0x400454ca, struct.pack('16sH22x', b'eth0', 2 | 0x1000))
            subprocess.Popen(['ping', '-c', '1', '-W', '1', '10.44.0.77'], stdout=subprocess.DEVNULL)
            while True:
                frame = os.read(tap, 2000)
                if frame[12:14] == b'\x08\x06' and frame[38:42] == bytes([10, 44, 0, 77]):
                    print('asked for 10.44.0.77')
                    break
            """;
        File.WriteAllText("/run/open.py", open);
        Assert.Equal("asked for 10.44.0.77", lab.In("pod", "timeout 20 python3 /run/open.py"));
    });
}
