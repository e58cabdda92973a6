using System.Net;
using System.Net.Sockets;
using Linux;
using Xunit;

namespace Tests.Kernel;

/// <summary>Ports held without listening, judged by a program that tries to have them.</summary>
public class PortReservationTests
{
    const string Listen = "python3 -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind((\"0.0.0.0\", 1314)); s.listen()'";

    [Fact]
    public void Nobody_can_listen_on_a_port_that_is_held_and_everybody_afterwards() => Lab.Run(lab =>
    {
        using (PortReservation.Take(IPAddress.Loopback, 1314, ProtocolType.Tcp))
            Assert.Contains("Address already in use", lab.Try(Listen).Err);

        lab.Tool(Listen);
    });

    [Fact]
    public void A_port_that_is_held_refuses_connections_as_a_closed_one_does() => Lab.Run(lab =>
    {
        using var held = PortReservation.Take(IPAddress.Any, 1314, ProtocolType.Tcp);

        Assert.Contains("Connection refused", lab.Try("python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", 1314))'").Err);
    });

    [Fact]
    public void Two_cannot_hold_one_port_but_tcp_and_udp_are_two() => Lab.Run(_ =>
    {
        using var held = PortReservation.Take(IPAddress.Any, 1314, ProtocolType.Tcp);
        using var other = PortReservation.Take(IPAddress.Any, 1314, ProtocolType.Udp);
        using var sixth = PortReservation.Take(IPAddress.IPv6Any, 1314, ProtocolType.Tcp);

        Assert.Equal(Errno.AddressInUse, Assert.Throws<LinuxException>(() => PortReservation.Take(IPAddress.Loopback, 1314, ProtocolType.Tcp)).Errno);
        Assert.Equal(Errno.AddressInUse, Assert.Throws<LinuxException>(() => PortReservation.Take(IPAddress.Loopback, 1314, ProtocolType.Udp)).Errno);
    });

    [Fact]
    public void Of_a_port_that_is_held_the_datagrams_for_one_address_are_received_and_nobody_else_can_have_them() => Lab.Run(lab =>
    {
        const string sending = "python3 -c 'import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b\"hello\", (\"::1\", 1314))'";
        const string sharing = "python3 -c 'import socket; s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind((\"::1\", 1314))'";
        foreach (var address in (IPAddress[])[IPAddress.IPv6Any, IPAddress.IPv6Loopback])
        {
            var (held, receiving) = PortReservation.TakeDatagrams(address, 1314, IPAddress.IPv6Loopback);
            using (held)
            using (var socket = new UdpSocket(receiving))
            {
                lab.Tool(sending);
                var buffer = new byte[10];
                Assert.Equal(5, socket.TryReceive(buffer)?.Size);
                Assert.Null(socket.TryReceive(buffer));
                Assert.Contains("Address already in use", lab.Try(sharing).Err);
            }
            lab.Tool(sharing);
        }
    });

    [Fact]
    public void A_port_that_somebody_listens_on_cannot_be_taken() => Lab.Run(lab =>
    {
        var server = lab.Start("python3 -c 'import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 1314)); s.listen(); print(\"ready\", flush=True); s.accept()'");
        server.ReadLine();

        Assert.Equal(Errno.AddressInUse, Assert.Throws<LinuxException>(() => PortReservation.Take(IPAddress.Any, 1314, ProtocolType.Tcp)).Errno);
    });
}
