using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl conntrack against conntrack(8).</summary>
public class NetctlConntrackTests
{
    [Theory]
    [InlineData("conntrack -L", "conntrack")]
    [InlineData("conntrack -L", "conntrack list")]
    [InlineData("conntrack -L", "conntrack -L")]
    [InlineData("conntrack -L -f ipv6", "-6 conntrack")]
    [InlineData("conntrack -L -p udp", "conntrack list -p udp")]
    [InlineData("conntrack -L -p icmp", "conntrack list -p icmp")]
    [InlineData("conntrack -L -s 127.0.0.0/8 -d 127.0.0.2", "conntrack list -s 127.0.0.0/8 -d 127.0.0.2")]
    [InlineData("conntrack -L -p udp --orig-port-dst 54", "conntrack list -p udp --orig-port-dst 54")]
    [InlineData("conntrack -L -p tcp --state ESTABLISHED", "conntrack list -p tcp --state ESTABLISHED")]
    [InlineData("conntrack -L -u ASSURED", "conntrack list -u ASSURED")]
    [InlineData("conntrack -L -o extended,id", "-d conntrack list")]
    [InlineData("conntrack -C", "conntrack count")]
    public void A_list_reads_as_conntracks(string theirs, string ours) => Tracking(lab =>
        lab.Until($"{ours} prints what {theirs} does", () => Lines(lab, $"{theirs} 2>/dev/null").SequenceEqual(Lines(lab, $"{Netctl} {ours}"))));

    [Fact]
    public void What_is_deleted_is_shown_and_gone_for_conntrack_too() => Tracking(lab =>
    {
        Assert.Contains("dport=54", lab.Tool($"{Netctl} conntrack delete -p udp --dport 54"));
        Assert.Equal("1", lab.Tool("conntrack -L -p udp -f ipv4 2>/dev/null | wc -l"));
        Assert.Contains("icmp", lab.Tool($"{Netctl} conntrack -D -p icmp"));
        Assert.Equal("", lab.Tool("conntrack -L -p icmp 2>/dev/null"));

        Assert.Equal(new Outcome(1, "", "There is no such connection."), lab.Try($"{Netctl} conntrack delete -p sctp"));
        Assert.Equal(new Outcome(255, "", "Which connections are to be forgotten must be said: see netctl conntrack delete --help."), lab.Try($"{Netctl} conntrack delete"));
    });

    [Fact]
    public void Json_has_both_directions_and_the_status() => Tracking(lab =>
    {
        var tcp = JsonDocument.Parse(lab.Tool($"{Netctl} -j conntrack list -p tcp --state ESTABLISHED")).RootElement[0];

        Assert.Equal(("ipv4", "tcp", "ESTABLISHED"), (tcp.GetProperty("family").GetString(), tcp.GetProperty("protocol").GetString(), tcp.GetProperty("state").GetString()));
        Assert.Equal(tcp.GetProperty("original").GetProperty("sport").GetInt32(), tcp.GetProperty("reply").GetProperty("dport").GetInt32());
        Assert.Contains("ASSURED", tcp.GetProperty("status").EnumerateArray().Select(status => status.GetString()));
    });

    [Fact]
    public void Another_namespaces_connections_are_its_own() => Tracking(lab =>
    {
        lab.Namespace("pod");
        Assert.Equal("0", lab.Tool($"{Netctl} -n pod conntrack count"));
    });

    // Counted and dated, so that all that conntrack prints is there to be printed.
    static void Tracking(Action<Lab> test) => Lab.Run(lab =>
    {
        lab.Tool("nft 'add table inet t; add chain inet t out { type nat hook output priority -100; }; add rule inet t out ct state new counter'");
        lab.Tool("sysctl -qw net.netfilter.nf_conntrack_acct=1 net.netfilter.nf_conntrack_timestamp=1");
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(server.LocalEndPoint!);
        Send("127.0.0.1", 53);
        Send("127.0.0.2", 54);
        Send("::1", 53);
        lab.Tool("ping -c 1 127.0.0.1; ping -c 1 ::1");
        test(lab);
    });

    static void Send(string to, int port)
    {
        var address = IPAddress.Parse(to);
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo("a datagram"u8, new IPEndPoint(address, port));
    }

    // The kernel's order is that of its hash table, which is not told to be the same for two questions.
    static IEnumerable<string> Lines(Lab lab, string command) => lab.Tool(command).Split('\n').Select(line => line.Trim()).Order(StringComparer.Ordinal);
}
