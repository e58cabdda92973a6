using System.Net;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Xunit;

namespace Tests.Kernel;

/// <summary>Queueing disciplines, filters and rules: what we make is what iproute2 makes of the same words, and what it makes we can read.</summary>
public class TrafficControlTests
{
    static void MakeLinks(Lab lab)
    {
        lab.Needs("ip link add ifb9 type ifb", "ip link del ifb9");
        lab.Tool("for link in ours theirs; do ip link add $link type veth peer name ${link}1; ip link set $link up; done");
    }

    [Theory]
    [InlineData(1_250_000, 125_000, 156_250)]
    [InlineData(1_000, 1_514, 1_539)]
    [InlineData(5_000_000_000, 50_000_000, 175_000_000)]
    public void A_token_bucket_is_tcs(ulong rate, uint burst, uint limit) => Lab.Run(lab =>
    {
        MakeLinks(lab);
        using var socket = RouteSocket.Open();
        TbfQdisc Bucket(string link) => new(socket.Links.Get(link)) { Rate = rate, Burst = burst, Limit = limit };

        socket.Add(Bucket("ours"));
        lab.Tool($"tc {Bucket("theirs")}".Replace("qdisc", "qdisc add"));

        string ours = lab.Tool("tc qdisc show dev ours");
        Assert.StartsWith("qdisc tbf 1: root", ours);
        Assert.Equal(lab.Tool("tc qdisc show dev theirs"), ours);
        var found = socket.Qdiscs.FindTbf(socket.Links.Get("theirs"))!;
        Assert.Equal(rate, found.Rate);
        Assert.InRange(found.Burst, burst - 1 - rate * 64 / 1_000_000_000, burst);
        Assert.True(socket.Qdiscs.DeleteIfThere(Bucket("ours")));
        Assert.False(socket.Qdiscs.DeleteIfThere(Bucket("ours")));
        Assert.Null(socket.Qdiscs.FindTbf(socket.Links.Get("ours")));
    });

    [Fact]
    public void A_redirection_is_tcs() => Lab.Run(lab =>
    {
        MakeLinks(lab);
        using var socket = RouteSocket.Open();
        var ifb = socket.Links.Add(new IfbLink("detour"));
        RedirectFilter Filter(string link) => new(socket.Links.Get(link), ifb);

        Assert.True(socket.Qdiscs.EnsureClsact(socket.Links.Get("ours")));
        Assert.False(socket.Qdiscs.EnsureClsact(socket.Links.Get("ours")));
        socket.Add(Filter("ours"));
        lab.Tool($"tc {new ClsactQdisc(socket.Links.Get("theirs"))}".Replace("qdisc", "qdisc add"));
        lab.Tool($"tc {Filter("theirs")}".Replace("filter", "filter add"));

        string Shown(string link) => lab.Tool($"tc filter show dev {link} ingress | sed 's/fh [0-9a-f:]*//; s/ht [0-9a-f]*//; s/index [0-9]*//; s/ terminal flowid not_in_hw//'");
        Assert.Contains("mirred (Egress Redirect to device detour) stolen", Shown("ours"));
        Assert.Equal(Shown("theirs"), Shown("ours"));
        Assert.Equal(ifb.Index, Assert.Single(socket.Filters.ListRedirects(socket.Links.Get("theirs"))).LinkIndex);
        Assert.True(socket.Filters.DeleteIfThere(Filter("ours")));
        Assert.False(socket.Filters.DeleteIfThere(Filter("ours")));
        Assert.False(socket.Filters.DeleteIfThere(new RedirectFilter(ifb, ifb)));
    });

    [Theory]
    [InlineData("10.1.0.2", "100")]
    [InlineData("fd00::2", "1000")]
    public void A_rule_is_ips(string address, string table) => Lab.Run(lab =>
    {
        using var socket = RouteSocket.Open();
        var rule = RoutingRule.FromAddress(IPAddress.Parse(address), uint.Parse(table));
        string ip = address.Contains(':') ? "ip -6" : "ip";

        socket.Add(rule);
        string ours = lab.Tool($"{ip} -d -j rule");
        var found = Assert.Single(socket.Rules.List(), found => found.Table == rule.Table);
        socket.Delete(found);
        lab.Tool($"{ip} rule add {rule}");

        Assert.Equal($"{found.Priority}: from {address} lookup {table}", $"{found}");
        Assert.False(found.AsksForMore);
        Json.AssertSame(lab.Tool($"{ip} -d -j rule").Replace("\"protocol\":\"boot\"", "\"protocol\":\"unspec\""), ours.Replace("\"protocol\":\"0\"", "\"protocol\":\"unspec\""));
        lab.Tool($"{ip} rule add from {address} iif lo lookup 7");
        Assert.True(socket.Rules.List().Single(other => other.Table == 7).AsksForMore);
    });
}
