using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>What bandwidth makes, as tc and ip tell it.</summary>
public class BandwidthTests
{
    const string Both = """ "ingressRate":10000000,"ingressBurst":1000000,"egressRate":20000000,"egressBurst":2000000, """;

    static string Config(string keys, string version = "1.0.0") => $$"""{"cniVersion":"{{version}}","name":"net","type":"bandwidth",{{keys}}"dns":{} }""";

    static PluginCall Bandwidth => Call("bandwidth", "pod");

    static string Veth(string result) =>
        JsonDocument.Parse(result).RootElement.GetProperty("interfaces").EnumerateArray().Select(link => $"{link.GetProperty("name")}").Single(name => name.StartsWith("veth"));

    static string Ifbs(Lab lab) => lab.Tool("ip -o link show type ifb | cut -d: -f2 | tr -d ' '");

    static string Tbf(Lab lab, string link) => lab.Tool($"tc qdisc show dev {link} root").Trim();

    static string Filters(Lab lab, string link) => lab.Tool($"tc filter show dev {link} ingress | sed 's/parent ffff: //'");

    [Fact]
    public void Both_directions_have_their_token_bucket_and_del_takes_them_away() => Lab.Run(lab =>
    {
        string attached = new Network(lab).Attach("pod"), veth = Veth(attached), config = Config(Both);

        string result = Succeed(Bandwidth.Add(lab, With(config, attached)));

        string ifb = Ifbs(lab);
        Assert.Matches("^bwp[0-9a-f]{12}$", ifb);
        Assert.StartsWith("qdisc tbf 1: root refcnt 2 rate 10Mbit burst 125000b lat 25ms", Tbf(lab, veth).Replace("refcnt 3", "refcnt 2"));
        Assert.StartsWith("qdisc tbf 1: root refcnt 2 rate 20Mbit burst 250000b lat 25ms", Tbf(lab, ifb));
        Assert.Contains($"(Egress Redirect to device {ifb})", Filters(lab, veth));
        Assert.Contains("net pod eth0", lab.Tool($"ip link show {ifb}"));
        Assert.Contains(ifb, result);
        lab.In("pod", "ping -c 1 -W 1 10.44.0.1");
        Succeed(Bandwidth.Check(lab, With(config, result)));

        for (int times = 0; times < 2; times++)
            Succeed(Bandwidth.Del(lab, With(config, result)));

        Assert.Equal("", Ifbs(lab));
        Assert.DoesNotContain("tbf", lab.Tool("tc qdisc"));
        Assert.Equal("", Filters(lab, veth));
        lab.In("pod", "ping -c 1 -W 1 10.44.0.1");
        Succeed(Bandwidth.Add(lab, With(config, attached)));
    });

    [Theory]
    [InlineData(""" "ingressRate":10000000,"ingressBurst":1000000, """, true, false)]
    [InlineData(""" "runtimeConfig":{"bandWidth":{"egressRate":10000000,"egressBurst":1000000}}, """, false, true)]
    [InlineData(""" "ingressRate":10000000,"ingressBurst":1000000,"runtimeConfig":{"bandwidth":{"egressRate":10000000,"egressBurst":1000000}}, """, true, false)]
    [InlineData(""" "ingressRate":0,"egressBurst":0, """, false, false)]
    [InlineData("", false, false)]
    public void Only_what_is_asked_for_is_limited(string keys, bool ingress, bool egress) => Lab.Run(lab =>
    {
        string attached = new Network(lab).Attach("pod");

        string result = Succeed(Bandwidth.Add(lab, With(Config(keys), attached)));

        Assert.Equal(ingress, Tbf(lab, Veth(attached)).Contains("tbf"));
        Assert.Equal(egress, Ifbs(lab) != "");
        Succeed(Bandwidth.Check(lab, With(Config(keys), result)));
        Succeed(Bandwidth.Del(lab, With(Config(keys), result)));
        Assert.DoesNotContain("tbf", lab.Tool("tc qdisc"));
    });

    [Theory]
    [InlineData(8_000, 8, 1514)]   // as much as a packet of this link
    [InlineData(10_000_000, 8_000_000, 1_000_000)]
    [InlineData(100_000_000_000, 8_000_000_000, 1_000_000_000)]
    [InlineData(1_000_000_000, 34_359_738_352, 4_294_967_294)]
    public void Rates_and_bursts_may_be_small_and_large(long rate, long burst, long bytes) => Lab.Run(lab =>
    {
        string attached = new Network(lab).Attach("pod"), config = Config($"\"ingressRate\":{rate},\"ingressBurst\":{burst},");

        Succeed(Bandwidth.Add(lab, With(config, attached)));

        var options = JsonDocument.Parse(lab.Tool($"tc -j qdisc show dev {Veth(attached)} root")).RootElement[0].GetProperty("options");
        Assert.Equal(rate / 8, options.GetProperty("rate").GetInt64());
        Assert.InRange(options.GetProperty("burst").GetInt64(), (long)(bytes * 0.999), (long)(bytes * 1.001));   // tc counts in microseconds
        Succeed(Bandwidth.Check(lab, With(config, attached)));
    });

    [Theory]
    [InlineData(""" "ingressRate":1000, """, "if rate is set, burst must also be set")]
    [InlineData(""" "egressBurst":1000, """, "if burst is set, rate must also be set")]
    [InlineData(""" "egressRate":1000,"egressBurst":34359738360, """, "burst cannot be more than 4GB")]
    [InlineData(""" "ingressRate":7,"ingressBurst":1000, """, "a rate of 7 bit/s is less than a byte a second")]
    [InlineData(""" "ingressRate":-1,"ingressBurst":1.5, """, "ingressRate is not a whole number of bits, of 0 or more; ingressBurst is not a whole number of bits, of 0 or more")]
    public void What_cannot_be_is_told(string keys, string message) => Lab.Run(lab =>
        Assert.Equal((7, message), Refused(Bandwidth.Add(lab, With(Config(keys), "{}")))));

    [Fact]
    public void There_must_be_a_veth_before_it() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        Assert.Equal("must be called as chained plugin", Refused(Bandwidth.Add(lab, Config(Both))).Message);
        Assert.StartsWith("no interfaces provided", Refused(Bandwidth.Add(lab, With(Config(Both), """{"cniVersion":"1.0.0"}"""))).Message);
        string result = """{"cniVersion":"1.0.0","interfaces":[{"name":"vethx"},{"name":"eth0","sandbox":"/run/netns/pod"}]}""";
        Assert.StartsWith("container interface eth0 has no veth peer: Link not found", Refused(Bandwidth.Add(lab, With(Config(Both), result))).Message);
        lab.Tool("ip link add other type veth peer name eth0 netns pod");
        Assert.StartsWith("no veth peer of container interface found in host ns", Refused(Bandwidth.Add(lab, With(Config(Both), result))).Message);
        lab.In("pod", "ip link del eth0; ip link add eth0 type bridge");
        Assert.StartsWith("container interface eth0 has no veth peer: it is a bridge", Refused(Bandwidth.Add(lab, With(Config(Both), result))).Message);
    });

    [Fact]
    public void Two_interfaces_of_one_container_on_one_network_are_limited_each() => Lab.Run(lab =>
    {
        string first = new Network(lab).Attach("pod");
        string second = Succeed((Call("bridge", "pod") with { IfName = "eth1" }).Add(lab, new Network(lab).Bridge));
        string firstResult = Succeed(Bandwidth.Add(lab, With(Config(Both), first)));
        string secondResult = Succeed((Bandwidth with { IfName = "eth1" }).Add(lab, With(Config(Both), second)));

        Assert.Equal(2, Ifbs(lab).Split('\n').Length);
        Succeed(Bandwidth.Check(lab, With(Config(Both), firstResult)));
        Succeed((Bandwidth with { IfName = "eth1" }).Check(lab, With(Config(Both), secondResult)));
        Succeed(Bandwidth.Del(lab, With(Config(Both), firstResult)));
        Succeed((Bandwidth with { IfName = "eth1" }).Check(lab, With(Config(Both), secondResult)));
        Succeed((Bandwidth with { IfName = "eth1" }).Del(lab, Config(Both)));

        Assert.Equal("", Ifbs(lab));
    });

    [Theory]
    [InlineData("clsact")]
    [InlineData("ingress")]
    public void Filters_that_others_have_on_the_veth_stay_and_come_first(string kind) => Lab.Run(lab =>
    {
        string attached = new Network(lab).Attach("pod"), veth = Veth(attached);
        lab.Tool($"tc qdisc add dev {veth} {kind}; tc filter add dev {veth} {(kind == "ingress" ? "parent ffff:" : "ingress")} pref 1 protocol ip u32 match ip dport 9 0xffff flowid 1:7");
        string before = Filters(lab, veth);

        string result = Succeed(Bandwidth.Add(lab, With(Config(Both), attached)));

        Assert.StartsWith(before, Filters(lab, veth));
        Assert.Contains("pref 65535", Filters(lab, veth));
        Succeed(Bandwidth.Check(lab, With(Config(Both), result)));
        Succeed(Bandwidth.Del(lab, With(Config(Both), result)));
        Assert.Equal(before, Filters(lab, veth));
    });

    [Fact]
    public void An_add_that_fails_half_way_leaves_nothing() => Lab.Run(lab =>
    {
        string attached = new Network(lab).Attach("pod"), veth = Veth(attached);
        // Somebody has what comes in last already, for something else.
        lab.Tool($"tc qdisc add dev {veth} clsact; tc filter add dev {veth} ingress pref 65535 protocol ip u32 match u32 0 0 flowid 1:7");

        Assert.Contains("add filter dev", Refused(Bandwidth.Add(lab, With(Config(Both), attached))).Message);

        Assert.Equal("", Ifbs(lab));
        Assert.DoesNotContain("tbf", lab.Tool("tc qdisc"));
    });

    [Theory]
    [InlineData("tc qdisc del dev $V root", "has no token bucket (tbf) at its root")]
    [InlineData("tc qdisc change dev $V root handle 1: tbf rate 11mbit burst 125000 limit 156250", "V is limited to 11000000 bit/s, not 10000000")]
    [InlineData("tc qdisc change dev $V root handle 1: tbf rate 10mbit burst 100000 limit 156250", "V has a burst of 100000 bytes, not 125000")]
    [InlineData("tc qdisc replace dev $I root handle 1: tbf rate 10mbit burst 250000 limit 312500", "I is limited to 10000000 bit/s, not 20000000")]
    [InlineData("tc filter del dev $V ingress", "V has no filter that sends what comes in by it to I")]
    [InlineData("ip link set $I down", "I is down")]
    [InlineData("ip link del $I", "get ifb device: Link not found")]
    public void Check_names_what_is_missing_or_different(string change, string difference) => Lab.Run(lab =>
    {
        string attached = new Network(lab).Attach("pod"), veth = Veth(attached);
        string result = Succeed(Bandwidth.Add(lab, With(Config(Both), attached))), ifb = Ifbs(lab);
        Succeed(Bandwidth.Check(lab, With(Config(Both), result)));

        lab.Tool(change.Replace("$V", veth).Replace("$I", ifb));

        Assert.Contains(difference, Refused(Bandwidth.Check(lab, With(Config(Both), result))).Message.Replace(veth, "V").Replace(ifb, "I"));
    });

    [Fact]
    public void Gc_takes_the_detours_of_attachments_that_are_gone() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        foreach (string pod in (string[])["live", "dead"])
            Succeed(Call("bandwidth", pod).Add(lab, With(Config(Both), network.Attach(pod))));
        Succeed(Call("bandwidth", "others").Add(lab, With(Config(Both).Replace("\"net\"", "\"other\""), network.Attach("others"))));
        network.Attach("reference");
        lab.Tool("""
            for name in bwp0123456789ab bwpba9876543210 bwpx; do ip link add $name type ifb; ip link set $name up; tc qdisc add dev $name root handle 1: tbf rate 1mbit burst 10000 limit 10000; done
            ip link add bwp000000000000 type ifb
            ip link add led type veth peer name away; tc qdisc add dev led ingress
            tc filter add dev led parent ffff: pref 1 protocol all u32 match u32 0 0 action mirred egress redirect dev bwpba9876543210
            """);

        Succeed(Bandwidth.Run(lab, "GC", Config(""" "cni.dev/valid-attachments":[{"containerID":"live","ifname":"eth0"}], """, "1.1.0")));

        string left = lab.Tool("ip link show type ifb");
        Assert.Contains("net live eth0", left);
        Assert.Contains("other others eth0", left);
        Assert.DoesNotContain("net dead eth0", left);
        Assert.DoesNotContain("bwp0123456789ab", left);   // limited, and nothing leads to it
        foreach (string name in (string[])["bwpba9876543210", "bwp000000000000", "bwpx"])
            Assert.Contains(name, left);
    });

    [Fact]
    public void Status_tries_it() => Lab.Run(lab =>
    {
        string before = lab.Tool("ip link; tc qdisc");

        Succeed(Bandwidth.Run(lab, "STATUS", Config("", "1.1.0")));

        Assert.Equal(before, lab.Tool("ip link; tc qdisc"));
    });
}
