using System.Net;
using System.Net.Sockets;
using System.Text;
using Tests;

namespace Conformance.Differential;

/// <summary>Another host, and ways to try what reaches what. A way is written "FROM ADDRESS" or "FROM ADDRESS PORT"; from the host, the pod or the world.</summary>
internal static class World
{
    const int PatienceMilliseconds = 1000;

    public static void Make(Lab lab)
    {
        lab.Namespace("world");
        Batch(lab.Tool, "link add outer0 type veth peer name outer1 netns world",
            "addr add 198.51.100.1/24 dev outer0", "addr add fd00:51::1/64 dev outer0 nodad", "link set outer0 up");
        Batch(command => lab.In("world", command),
            "addr add 198.51.100.2/24 dev outer1", "addr add fd00:51::2/64 dev outer1 nodad", "link set outer1 up", "link set lo up");
        // The kernel takes up to a second to notice that the cable is in, and answers no neighbour until then.
        lab.Until("the other host's link is up", () => lab.In("world", "ip -br link show outer1").Contains(" UP "));
    }

    static void Batch(Func<string, string> run, params string[] commands) => run($"printf '{string.Join("\\n", commands)}\\n' | ip -batch -");

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
