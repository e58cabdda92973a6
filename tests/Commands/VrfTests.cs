using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>VRFs within a container, as ip tells them. They need a kernel that has VRFs.</summary>
public class VrfTests
{
    static string Config(string keys = "\"vrfname\":\"blue\",", string version = "1.0.0") => $$"""{"cniVersion":"{{version}}","name":"net","type":"vrf",{{keys}}"dns":{} }""";

    const string Result = """{"cniVersion":"1.0.0","interfaces":[{"name":"eth0","sandbox":"/run/netns/pod"}],"ips":[{"address":"10.1.0.2/24","gateway":"10.1.0.1","interface":0}]}""";

    static string Chained(string keys = "\"vrfname\":\"blue\",") => With(Config(keys), Result);

    static PluginCall Vrf => Call("vrf", "pod");

    static void MakePod(Lab lab)
    {
        lab.Needs("ip link add vrf0 type vrf table 9", "ip link del vrf0");
        lab.Namespace("pod");
        foreach (string link in (string[])["eth0", "eth1"])
            lab.Tool($"ip link add host{link} type veth peer name {link} netns pod; ip link set host{link} up");
        lab.In("pod", """
            ip link set lo up; ip link set eth0 up; ip link set eth1 up
            ip addr add 10.1.0.2/24 dev eth0; ip addr add fd00:1::2/64 dev eth0 nodad; ip addr add 10.2.0.2/24 dev eth1
            ip route add default via 10.1.0.1; ip route add 10.9.0.0/16 via 10.1.0.1; ip -6 route add default via fd00:1::1
            """);
    }

    static string Master(Lab lab, string link) => lab.In("pod", $"ip -o link show {link} | grep -o 'master [^ ]*' || true");

    static string Routes(Lab lab, string table, string link = "eth0") => lab.In("pod",
        $"{{ ip route show table {table} dev {link}; ip -6 route show table {table} dev {link} | grep -v 'fe80:\\|^multicast\\|^local\\|^anycast'; }} 2>/dev/null | grep -v '^local\\|^broadcast' | sed 's/ pref medium//; s/ metric [0-9]*//; s/ proto [a-z]*//; s/ scope link//; s/ *$//' | sort");

    static string Table(Lab lab, string vrf = "blue") => lab.In("pod", $"ip -d link show {vrf} | grep -o 'vrf table [0-9]*'");

    [Fact]
    public void A_link_moves_into_its_vrf_with_addresses_and_routes_and_back() => Lab.Run(lab =>
    {
        MakePod(lab);
        string before = Routes(lab, "main");
        Assert.Contains("default via 10.1.0.1", before);

        Json.AssertSame(Result, Succeed(Vrf.Add(lab, Chained())));

        Assert.Equal("master blue", Master(lab, "eth0"));
        Assert.Equal("vrf table 1", Table(lab));
        Assert.Equal(before, Routes(lab, "1"));
        Assert.Equal("", Routes(lab, "main"));
        Assert.Contains("fd00:1::2", lab.In("pod", "ip -6 addr show dev eth0 scope global"));
        Succeed(Vrf.Check(lab, Chained()));

        for (int times = 0; times < 2; times++)
            Succeed(Vrf.Del(lab, Chained()));

        Assert.Equal("", Master(lab, "eth0"));
        Assert.Equal("", lab.In("pod", "ip -o link show type vrf"));
        Assert.Equal(before, Routes(lab, "main"));
        Assert.Contains("fd00:1::2", lab.In("pod", "ip -6 addr show dev eth0 scope global"));
    });

    [Fact]
    public void A_vrf_goes_with_its_last_member() => Lab.Run(lab =>
    {
        MakePod(lab);
        Succeed(Vrf.Add(lab, Chained()));
        Succeed((Vrf with { IfName = "eth1" }).Add(lab, Chained("\"vrfname\":\"blue\",\"table\":1,")));

        Succeed(Vrf.Del(lab, Chained()));
        Assert.Equal("master blue", Master(lab, "eth1"));
        lab.In("pod", "ip link del eth1");
        Succeed((Vrf with { IfName = "eth1" }).Del(lab, Config()));

        Assert.Equal("", lab.In("pod", "ip -o link show type vrf"));
    });

    [Fact]
    public void A_table_in_use_is_nobodys_vrf() => Lab.Run(lab =>
    {
        MakePod(lab);
        lab.In("pod", "ip rule add from 192.0.2.1 lookup 1; ip route add blackhole 192.0.2.0/24 table 2; ip link add red type vrf table 3");

        Succeed(Vrf.Add(lab, Chained()));

        Assert.Equal("vrf table 4", Table(lab));
    });

    [Theory]
    [InlineData("", "\"vrfname\":\"\",", "configuration is expected to have a valid vrf name")]
    [InlineData("", "\"vrfname\":\"a/b\",", "vrfname is \"a/b\", not a name that a link can have (1 to 15 bytes, no slash, colon or space)")]
    [InlineData("", "\"vrfname\":\"blue\",\"table\":254,", "table is 254, which is everybody's, not a VRF's")]
    [InlineData("ip link add blue type vrf table 5", "\"vrfname\":\"blue\",\"table\":6,", "VRF blue already exist with different routing table 5")]
    [InlineData("ip link add blue type bridge", "\"vrfname\":\"blue\",", "Netlink blue is not a VRF")]
    [InlineData("ip link add bridge0 type bridge; ip link set eth0 master bridge0", "\"vrfname\":\"blue\",", "interface eth0 has already a master set: bridge0")]
    [InlineData("ip link del eth0", "\"vrfname\":\"blue\",", "could not get link by name eth0")]
    public void What_cannot_be_is_told_and_leaves_nothing(string before, string keys, string message) => Lab.Run(lab =>
    {
        MakePod(lab);
        lab.In("pod", $"true; {before}");
        string links = lab.In("pod", "ip -o link");

        Assert.Equal(message, Refused(Vrf.Add(lab, Chained(keys))).Message);

        Assert.Equal(links, lab.In("pod", "ip -o link"));
    });

    [Theory]
    [InlineData("ip link set eth0 nomaster", "Failed to find eth0 associated to vrf blue")]
    [InlineData("ip link set blue down", "VRF blue is down")]
    [InlineData("ip link del blue", "VRF blue: Link not found")]
    public void Check_names_what_is_missing(string change, string difference) => Lab.Run(lab =>
    {
        MakePod(lab);
        Succeed(Vrf.Add(lab, Chained()));
        Succeed(Vrf.Check(lab, Chained()));

        lab.In("pod", change);

        Assert.Equal(difference, Refused(Vrf.Check(lab, Chained())).Message);
    });

    [Fact]
    public void Del_works_without_the_namespace_and_without_anything() => Lab.Run(lab =>
    {
        Succeed(Vrf.Del(lab, Config()));
        Succeed((Vrf with { NetNs = "" }).Del(lab, Config("")));
        lab.Namespace("pod");
        Succeed(Vrf.Del(lab, Config()));
        Succeed(Vrf.Run(lab, "GC", Config("\"vrfname\":\"blue\",\"cni.dev/valid-attachments\":[],", "1.1.0")));
        Assert.Equal("missing prevResult from earlier plugin", Refused(Vrf.Add(lab, Config())).Message);
    });

    [Fact]
    public void Status_tells_whether_the_kernel_has_vrfs() => Lab.Run(lab =>
    {
        bool has = lab.Try("ip link add vrf0 type vrf table 9").ExitCode == 0;

        var status = Vrf.Run(lab, "STATUS", Config(version: "1.1.0"));

        if (has)
            Succeed(status);
        else
        {
            var (code, message) = Refused(status);
            Assert.Equal(50, code);
            Assert.Matches("^add vrf vrf: Unknown device type.*; the kernel has no VRFs$", message);
        }
    });
}
