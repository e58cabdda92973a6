using System.Net;
using System.Net.Sockets;
using Linux;

namespace Tests.Commands;

/// <summary>A container that serves something, and clients that ask it.</summary>
internal static class Serving
{
    /// <summary>A host between the world (192.0.2.2) and a network with one pod, web, that serves a page on its port 80.</summary>
    public static Network APage(Lab lab)
    {
        lab.Namespace("world");
        lab.Tool("ip link add wan type veth peer name eth0 netns world && ip addr add 192.0.2.1/24 dev wan && ip addr add fd00:2::1/64 dev wan nodad && ip link set wan up");
        lab.In("world", "ip addr add 192.0.2.2/24 dev eth0 && ip addr add fd00:2::2/64 dev eth0 nodad && ip link set eth0 up");
        var network = new Network(lab, bridgeKeys: "\"hairpinMode\":true,");
        network.Attach("web");
        lab.Tool("mkdir -p /run/www && echo a page >/run/www/index.html");
        lab.Start("busybox httpd -f -p 80 -h /run/www", "web");
        lab.Until("httpd serves", () => lab.TryIn("web", "curl -sS http://10.44.0.2/").ExitCode == 0);
        return network;
    }

    public static string Fetch(Lab lab, string? from, string address)
    {
        string command = $"curl -gsS --max-time 5 {address}";
        return from is null ? lab.Tool(command) : lab.In(from, command);
    }

    /// <summary>A socket in a namespace, for IPv4 and IPv6, that answers each datagram with this text until it is closed.</summary>
    public static Socket Datagrams(NetNamespace where, int port, string answer = "an answer")
    {
        var server = where.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            return socket;
        });
        new Thread(() =>
        {
            try
            {
                EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
                while (true)
                {
                    server.ReceiveFrom(new byte[1500], ref from);
                    server.SendTo(System.Text.Encoding.UTF8.GetBytes($"{answer}\n"), from);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed: the test is over.
            }
        }).Start();
        return server;
    }
}
