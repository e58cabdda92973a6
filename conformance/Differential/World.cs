using System.Net;
using System.Net.Sockets;
using System.Text;
using Linux;
using Tests;

namespace Conformance.Differential;

/// <summary>Another host, and ways to try what reaches what. A way is written "FROM ADDRESS" or "FROM ADDRESS PORT"; from the host, the pod or the world.</summary>
internal static class World
{
    const int PatienceMilliseconds = 1000;

    public static void Make(Lab lab)
    {
        lab.Namespace("world");
        lab.Tool("""
            ip link add outer0 type veth peer name outer1 netns world
            ip addr add 198.51.100.1/24 dev outer0; ip addr add fd00:51::1/64 dev outer0 nodad; ip link set outer0 up
            """);
        lab.In("world", "ip addr add 198.51.100.2/24 dev outer1; ip addr add fd00:51::2/64 dev outer1 nodad; ip link set outer1 up; ip link set lo up");
    }

    public static string Ping(Lab lab, string way)
    {
        string[] words = way.Split(' ');
        return In(lab, words[0], () => Shell.Run($"ping -n -q -c 1 -W 1 {words[1]}")).ExitCode == 0 ? "answers" : "no answer";
    }

    /// <summary>Whom the pod sees asking; a <see cref="Responder"/> tells.</summary>
    public static string Ask(Lab lab, string way, bool udp)
    {
        string[] words = way.Split(' ');
        return In(lab, words[0], () => Ask(new IPEndPoint(IPAddress.Parse(words[1]), int.Parse(words[2])), udp));
    }

    static string Ask(IPEndPoint to, bool udp)
    {
        using var socket = new Socket(to.AddressFamily, udp ? SocketType.Dgram : SocketType.Stream, udp ? ProtocolType.Udp : ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(to);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress) { }   // answered by poll below
        catch (SocketException e) { return e.SocketErrorCode.ToString(); }
        try
        {
            if (!socket.Poll(PatienceMilliseconds * 1000, SelectMode.SelectWrite))
                return "no answer";
            if (udp)
                socket.Send("who am I?"u8);
            var answer = new byte[64];
            if (!socket.Poll(PatienceMilliseconds * 1000, SelectMode.SelectRead))
                return "no answer";
            return $"seen as {Encoding.UTF8.GetString(answer, 0, socket.Receive(answer))}";
        }
        catch (SocketException e) { return e.SocketErrorCode.ToString(); }
    }

    static T In<T>(Lab lab, string where, Func<T> work) => where == "host" ? work() : lab.Namespace(where).Run(work);
}

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
        catch (SocketException) { }   // the socket was closed: the test is over
        catch (ObjectDisposedException) { }
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
        catch (SocketException) { }   // as above
        catch (ObjectDisposedException) { }
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
