using System.Net;
using System.Net.Sockets;
using System.Text;
using Linux;

namespace Conformance.Differential;

/// <summary>Tells everyone who asks, on port 80 by TCP and 53 by UDP, by which address they are seen.</summary>
internal sealed class Responder : IDisposable
{
    readonly Socket _tcp, _udp;

    public Responder(NetNamespace ns)
    {
        (_tcp, _udp) = ns.Run(() => (Bound(SocketType.Stream, 80), Bound(SocketType.Dgram, 53)));
        _tcp.Listen();
        new Thread(AnswerTcp) { IsBackground = true }.Start();
        new Thread(AnswerUdp) { IsBackground = true }.Start();
    }

    static Socket Bound(SocketType type, int port)
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, type, ProtocolType.Unspecified) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        return socket;
    }

    void AnswerTcp()
    {
        try
        {
            while (true)
            {
                using var asking = _tcp.Accept();
                asking.Send(Name(asking.RemoteEndPoint!));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }   // the socket was closed: the test is over
    }

    void AnswerUdp()
    {
        try
        {
            EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
            while (true)
            {
                _udp.ReceiveFrom(new byte[64], ref from);
                _udp.SendTo(Name(from), from);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }   // the socket was closed: the test is over
    }

    static byte[] Name(EndPoint asking)
    {
        var address = ((IPEndPoint)asking).Address;
        return Encoding.UTF8.GetBytes($"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}");
    }

    public void Dispose()
    {
        _tcp.Dispose();
        _udp.Dispose();
    }
}
