using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>Routing by source, as ip rule and ip route tell it.</summary>
public class SbrTests
{
    static string Config(string keys = "", string version = "1.0.0") => $$"""{"cniVersion":"{{version}}","name":"net","type":"sbr",{{keys}}"dns":{} }""";

    const string Result = """
        {"cniVersion":"1.0.0","interfaces":[{"name":"eth0","sandbox":"/run/netns/pod"},{"name":"other","sandbox":"/run/netns/pod"}],"ips":[
         {"address":"10.1.0.2/24","gateway":"10.1.0.1","interface":0},{"address":"10.2.0.2/24","gateway":"10.2.0.1","interface":0},
         {"address":"fd00:1::2/64","gateway":"fd00:1::1","interface":0},{"address":"10.5.0.2/24","gateway":"10.5.0.1","interface":1}] }
        """;

    static string Chained(string keys = "") => With(Config(keys), Result);

    static PluginCall Sbr => Call("sbr", "pod");

    static void MakePod(Lab lab)
    {
        lab.Namespace("pod");
        lab.Tool("ip link add host0 type veth peer name eth0 netns pod; ip link set host0 up");
        lab.In("pod", """
            ip link set lo up; ip link set eth0 up; ip addr add 10.1.0.2/24 dev eth0; ip addr add 10.2.0.2/24 dev eth0; ip addr add fd00:1::2/64 dev eth0 nodad
            ip route add default via 10.1.0.1; ip route add 10.9.0.0/16 via 10.1.0.1; ip route add 10.8.0.0/16 via 10.2.0.1; ip route add 10.7.0.0/16 dev eth0 src 10.2.0.2
            ip -6 route add default via fd00:1::1; ip -6 route add fd00:9::/64 via fd00:1::1
            """);
    }

    static string Rules(Lab lab) => lab.In("pod", "{ ip rule; ip -6 rule; } | grep -v 'from all' | cut -f2 | sort || true");

    static string Routes(Lab lab, string table) =>
        lab.In("pod", $"{{ ip route show table {table}; ip -6 route show table {table} | grep -v 'fe80:\\|multicast\\|ff00'; }} 2>/dev/null | sed 's/ pref medium//; s/ metric [0-9]*//; s/ proto kernel//; s/ scope link//; s/ *$//' | sort");

    [Fact]
    public void Each_address_has_a_rule_and_a_table_and_del_gives_the_routes_back() => Lab.Run(lab =>
    {
        MakePod(lab);
        string before = Routes(lab, "main");

        Json.AssertSame(Result, Succeed(Sbr.Add(lab, Chained())));

        Assert.Equal("from 10.1.0.2 lookup 100\nfrom 10.2.0.2 lookup 101\nfrom fd00:1::2 lookup 102", Rules(lab));
        Assert.Equal("10.1.0.0/24 dev eth0 src 10.1.0.2\n10.9.0.0/16 via 10.1.0.1 dev eth0\ndefault via 10.1.0.1 dev eth0", Routes(lab, "100"));
        Assert.Equal("10.2.0.0/24 dev eth0 src 10.2.0.2\n10.7.0.0/16 dev eth0 src 10.2.0.2\n10.8.0.0/16 via 10.2.0.1 dev eth0\ndefault via 10.2.0.1 dev eth0", Routes(lab, "101"));
        Assert.Equal("default via fd00:1::1 dev eth0\nfd00:1::/64 dev eth0\nfd00:9::/64 via fd00:1::1 dev eth0", Routes(lab, "102"));
        Assert.Equal("", Routes(lab, "main"));
        Assert.Contains("dev eth0", lab.In("pod", "ip route get 192.0.2.1 from 10.2.0.2"));
        Succeed(Sbr.Check(lab, Chained()));

        for (int times = 0; times < 2; times++)
            Succeed(Sbr.Del(lab, Chained()));

        Assert.Equal("", Rules(lab));
        Assert.Equal(before, Routes(lab, "main"));
        Assert.Equal("", Routes(lab, "100") + Routes(lab, "101") + Routes(lab, "102"));
        Succeed(Sbr.Add(lab, Chained()));
    });

    [Fact]
    public void Routes_of_other_addresses_and_links_stay() => Lab.Run(lab =>
    {
        MakePod(lab);
        lab.In("pod", "ip link add other type veth peer name far; ip link set other up; ip link set far up; ip addr add 10.5.0.2/24 dev other; ip route add 10.6.0.0/16 via 10.5.0.1");
        string one = With(Config(), """{"cniVersion":"1.0.0","interfaces":[{"name":"eth0","sandbox":"/run/netns/pod"}],"ips":[{"address":"10.1.0.2/24","gateway":"10.1.0.1","interface":0}]}""");

        Succeed(Sbr.Add(lab, one));

        Assert.Equal("""
            10.2.0.0/24 dev eth0 src 10.2.0.2
            10.5.0.0/24 dev other src 10.5.0.2
            10.6.0.0/16 via 10.5.0.1 dev other
            10.7.0.0/16 dev eth0 src 10.2.0.2
            10.8.0.0/16 via 10.2.0.1 dev eth0
            default via fd00:1::1 dev eth0
            fd00:1::/64 dev eth0
            fd00:9::/64 via fd00:1::1 dev eth0
            """, Routes(lab, "main"));
    });

    [Fact]
    public void Tables_in_use_are_not_taken() => Lab.Run(lab =>
    {
        MakePod(lab);
        lab.In("pod", "ip rule add from 192.0.2.1 lookup 100; ip -6 rule add from fd00:7::1 lookup 102; ip route add blackhole 192.0.2.0/24 table 101");

        Succeed(Sbr.Add(lab, Chained()));

        Assert.Equal("from 10.1.0.2 lookup 103\nfrom 10.2.0.2 lookup 104\nfrom 192.0.2.1 lookup 100\nfrom fd00:1::2 lookup 105\nfrom fd00:7::1 lookup 102", Rules(lab));
        Succeed(Sbr.Del(lab, Chained()));
        Assert.Equal("from 192.0.2.1 lookup 100\nfrom fd00:7::1 lookup 102", Rules(lab));
    });

    [Fact]
    public void A_table_that_is_named_is_somebody_elses_to_fill() => Lab.Run(lab =>
    {
        MakePod(lab);
        string before = Routes(lab, "main"), config = Chained("\"table\":77,");

        Succeed(Sbr.Add(lab, config));

        Assert.Equal("from 10.1.0.2 lookup 77\nfrom 10.2.0.2 lookup 77\nfrom fd00:1::2 lookup 77", Rules(lab));
        Assert.Equal(before, Routes(lab, "main"));
        Succeed(Sbr.Check(lab, config));
        Succeed(Sbr.Del(lab, config));
        Assert.Equal("", Rules(lab));
        Assert.Equal(before, Routes(lab, "main"));
    });

    [Fact]
    public void The_configurations_gateways_count_before_the_results() => Lab.Run(lab =>
    {
        MakePod(lab);
        string config = Chained("\"gateways\":[\"10.1.0.254\",\"fd00:1::fe\"],").Replace(",{\"address\":\"10.2.0.2/24\",\"gateway\":\"10.2.0.1\",\"interface\":0}", "");

        Succeed(Sbr.Add(lab, config));

        Assert.Contains("default via 10.1.0.254 dev eth0", Routes(lab, "100"));
        Assert.Contains("default via fd00:1::fe dev eth0", Routes(lab, "101"));
        Succeed(Sbr.Check(lab, config));
    });

    [Fact]
    public void Source_hints_keep_the_containers_own_networks_in_the_main_table() => Lab.Run(lab =>
    {
        MakePod(lab);

        Succeed(Sbr.Add(lab, Chained("\"addSourceHints\":true,")));

        Assert.Equal("10.1.0.0/24 dev eth0 src 10.1.0.2\n10.2.0.0/24 dev eth0 src 10.2.0.2\n10.7.0.0/16 dev eth0 src 10.2.0.2\nfd00:1::/64 dev eth0 src fd00:1::2", Routes(lab, "main"));
        Succeed(Sbr.Check(lab, Chained("\"addSourceHints\":true,")));
    });

    [Theory]
    [InlineData("\"gateways\":[\"10.1.0.1\",\"10.1.0.3\"],", "multiple IPv4 addresses in gateways: there is one default route")]
    [InlineData("\"gateways\":[\"fd00::1\",\"fd00::2\",\"zz\"],", "gateways has \"zz\", which is not an IP address; multiple IPv6 addresses in gateways: there is one default route")]
    [InlineData("\"table\":254,", "table is 254, which routes everything already")]
    [InlineData("\"table\":-1,", "table is -1, not a whole number of 0 or more")]
    public void What_cannot_be_is_told(string keys, string message) => Lab.Run(lab => Assert.Equal((7, message), Refused(Sbr.Add(lab, Chained(keys)))));

    [Fact]
    public void It_needs_an_interface_with_addresses() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        Assert.Equal("This plugin must be called as chained plugin", Refused(Sbr.Add(lab, Config())).Message);
        Assert.Equal("No IP addresses supplied on interface: eth0", Refused(Sbr.Add(lab, With(Config(), "{}"))).Message);
        Assert.Equal("Cannot find network interface eth0: Link not found", Refused(Sbr.Add(lab, Chained())).Message);
    });

    [Fact]
    public void An_add_that_fails_half_way_leaves_nothing() => Lab.Run(lab =>
    {
        MakePod(lab);
        string before = Routes(lab, "main");

        Assert.Contains("default via 10.3.0.1", Refused(Sbr.Add(lab, Chained().Replace("\"gateway\":\"10.2.0.1\"", "\"gateway\":\"10.3.0.1\""))).Message);

        Assert.Equal("", Rules(lab));
        Assert.Equal(before, Routes(lab, "main"));
    });

    [Theory]
    [InlineData("ip rule del from 10.2.0.2", "there is no rule from 10.2.0.2")]
    [InlineData("ip route del default table 101", "table 101 has no default route by 10.2.0.1; it is the table of 32764: from 10.2.0.2 lookup 101")]
    [InlineData("ip -6 route flush table 102", "table 102 has no default route by fd00:1::1; it is the table of 32765: from fd00:1::2 lookup 102")]
    [InlineData("ip link del eth0", "Cannot find network interface eth0: Link not found")]
    public void Check_names_what_is_missing(string change, string difference) => Lab.Run(lab =>
    {
        MakePod(lab);
        Succeed(Sbr.Add(lab, Chained()));
        Succeed(Sbr.Check(lab, Chained()));

        lab.In("pod", change);

        Assert.Equal(difference, Refused(Sbr.Check(lab, Chained())).Message);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Del_works_when_the_link_is_gone(bool tellsResult) => Lab.Run(lab =>
    {
        MakePod(lab);
        Succeed(Sbr.Add(lab, Chained()));
        lab.In("pod", "ip link del eth0; ip rule add from 192.0.2.1 lookup main");

        Succeed(Sbr.Del(lab, tellsResult ? Chained() : Config()));

        Assert.Equal("from 192.0.2.1 lookup main", Rules(lab));
    });

    [Fact]
    public void Del_without_the_namespace_makes_no_file_in_its_place() => Lab.Run(lab =>
    {
        Succeed(Sbr.Del(lab, Chained()));
        Succeed((Sbr with { NetNs = "" }).Del(lab, Chained()));

        Assert.False(File.Exists("/run/netns/pod"));
    });

    [Fact]
    public void Gc_and_status_have_nothing_to_say() => Lab.Run(lab =>
    {
        Succeed(Sbr.Run(lab, "GC", Config("\"cni.dev/valid-attachments\":[],", "1.1.0")));
        Succeed(Sbr.Run(lab, "STATUS", Config("", "1.1.0")));
    });
}
