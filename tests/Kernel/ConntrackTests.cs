using System.Net;
using System.Net.Sockets;
using Netfilter.Conntrack;
using Netlink;
using Xunit;

namespace Tests.Kernel;

/// <summary>What is deleted, and what is not, is judged by conntrack(8).</summary>
public class ConntrackTests
{
    const byte Udp = 17, Sctp = 132;

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.2")]
    [InlineData("fd00::1", "fd00::2")]
    public void Connections_to_a_port_are_forgotten_and_no_others(string address, string other) => Tracking(lab =>
    {
        Send(address, 53);
        Send(other, 53);
        Send(address, 54);
        using var conntrack = ConntrackSocket.Open();

        conntrack.Delete(ConnectionFilter.To(IPAddress.Parse(address).Family(), Udp, 53));

        Assert.Equal([$"{address} 54"], Listed(lab));
    });

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.2")]
    [InlineData("fd00::1", "fd00::2")]
    public void A_destination_limits_it_to_itself(string address, string other) => Tracking(lab =>
    {
        Send(address, 53);
        Send(other, 53);
        using var conntrack = ConntrackSocket.Open();

        conntrack.Delete(ConnectionFilter.To(IPAddress.Parse(address).Family(), Udp, 53) with { Destination = IPAddress.Parse(address) });

        Assert.Equal([$"{other} 53"], Listed(lab));
    });

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.2")]
    [InlineData("fd00::1", "fd00::2")]
    public void What_was_sent_on_is_told_from_what_was_not(string address, string other) => Tracking(lab =>
    {
        lab.Tool($"nft add rule inet t out udp dport 53 dnat {(address.Contains(':') ? "ip6" : "ip")} to {other}");
        Send(address, 53);
        Send(other, 54);
        using var conntrack = ConntrackSocket.Open();

        conntrack.Delete(ConnectionFilter.By(IPAddress.Parse(other)) with { Dnat = true });

        Assert.Equal([$"{other} 54"], Listed(lab));
    });

    [Fact]
    public void The_ports_of_sctp_which_the_kernel_does_not_look_at_are_looked_at_by_us() => Tracking(lab =>
    {
        lab.Needs("conntrack -I -p sctp -s 127.0.0.1 -d 127.0.0.1 --sport 1 --dport 2 --state ESTABLISHED --orig-vtag 1 --reply-vtag 2 -t 60");
        lab.Tool("conntrack -I -p sctp -s 127.0.0.1 -d 127.0.0.1 --sport 1 --dport 3 --state ESTABLISHED --orig-vtag 1 --reply-vtag 2 -t 60");
        using var conntrack = ConntrackSocket.Open();

        conntrack.Delete(ConnectionFilter.To(Family.Ipv4, Sctp, 2));

        Assert.Equal(["127.0.0.1 3"], Listed(lab));
    });

    [Fact]
    public void A_connection_reads_as_conntrack_writes_it() => Tracking(lab =>
    {
        Send("127.0.0.1", 53);
        using var conntrack = ConntrackSocket.Open();

        var found = Assert.Single(conntrack.List(ConnectionFilter.To(Family.Ipv4, Udp, 53)));

        Assert.Equal(lab.Tool("conntrack -L 2>/dev/null | sed -E 's/ +[0-9]+ [0-9]+ / /; s/ \\[UNREPLIED\\]//; s/ mark=.*//'"), found.ToString());
    });

    [Fact]
    public void They_are_counted_without_being_listed() => Tracking(lab =>
    {
        Send("127.0.0.1", 53);
        Send("fd00::1", 53);
        using var conntrack = ConntrackSocket.Open();

        Assert.Equal(2u, conntrack.Count());
    });

    static void Tracking(Action<Lab> test) => Lab.Run(lab =>
    {
        lab.Tool("ip addr add fd00::1 dev lo nodad && ip addr add fd00::2 dev lo nodad");
        lab.Tool("nft 'add table inet t; add chain inet t out { type nat hook output priority -100; }; add rule inet t out ct state new counter'");
        test(lab);
    });

    static void Send(string to, int port)
    {
        var address = IPAddress.Parse(to);
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo("a datagram"u8, new IPEndPoint(address, port));
    }

    /// <summary>"ADDRESS PORT" of what each connection asked for.</summary>
    static IEnumerable<string> Listed(Lab lab) => lab
        .Tool("(conntrack -L; conntrack -L -f ipv6) 2>/dev/null | sed -E 's/.*src=[^ ]* dst=([^ ]*) sport=[0-9]* dport=([0-9]*) .*src=.*/\\1 \\2/' | sort -u")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
