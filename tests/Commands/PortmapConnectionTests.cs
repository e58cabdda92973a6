using System.Net;
using System.Net.Sockets;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>What the kernel remembers of connections does not outlive what they were with. conntrack(8) is the judge.</summary>
public class PortmapConnectionTests
{
    const string Dns = """{"hostPort":5353,"containerPort":53,"protocol":"udp"}""";

    [Theory]
    [InlineData("nftables", "192.0.2.1")]
    [InlineData("nftables", "fd00:2::1")]
    [InlineData("iptables", "192.0.2.1")]
    public void A_client_that_goes_on_sending_reaches_the_new_container(string backend, string host) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("next");
        using var first = Serving.Datagrams(lab.Namespace("web"), 53, "the first");
        using var second = Serving.Datagrams(lab.Namespace("next"), 53, "the second");
        using var client = Client(lab, host);
        string ports = Portmap(Dns, keys: $"\"backend\":\"{backend}\",");
        Assert.Null(Ask(client));

        Succeed(network.Publish("web", ports));
        lab.Until("the first answers", () => Ask(client) == "the first");

        Succeed(network.Unpublish("web", ports));
        Assert.Null(Ask(client));

        Succeed(network.Publish("next", ports));
        lab.Until("the second answers", () => Ask(client) == "the second");
    });

    [Theory]
    [InlineData("192.0.2.1", "fd00:2::1")]
    [InlineData("fd00:2::1", "192.0.2.1")]
    public void Connections_to_a_container_end_with_it_and_no_others(string host, string other) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("next");
        using var server = Serving.Datagrams(lab.Namespace("web"), 53);
        using var others = Serving.Datagrams(lab.Namespace("next"), 53);
        string hostIp = host.Contains(':') ? "::" : "0.0.0.0";
        string mine = Portmap($"{Tcp(5353, containerPort: 53, hostIp).Replace("tcp", "udp")},{Tcp(8080, hostIp: hostIp)}");
        Succeed(network.Publish("web", mine));
        Succeed(network.Publish("next", Portmap("""{"hostPort":5454,"containerPort":53,"protocol":"udp"}""")));
        using var client = Client(lab, host);
        using var another = Client(lab, other, 5454);
        AwaitAnswer(lab, client);
        AwaitAnswer(lab, another);
        Serving.Fetch(lab, "world", $"http://{(host.Contains(':') ? $"[{host}]" : host)}:8080/");

        Succeed(network.Unpublish("web", mine));

        Assert.Equal("5454", lab.Tool("(conntrack -L; conntrack -L -f ipv6) 2>/dev/null | grep -v 'dport=80 ' | grep -o 'dport=[58][0-9][0-9][0-9] ' | sort -u | tr -dc 0-9"));
        AwaitAnswer(lab, another);
    });

    [Theory]
    [InlineData("nftables", "DEL", "")]
    [InlineData("nftables", "GC", "\"cni.dev/valid-attachments\":[],")]
    [InlineData("iptables", "DEL", "")]
    [InlineData("iptables", "GC", "\"cni.dev/valid-attachments\":[],")]
    public void Connections_end_also_when_nobody_knows_any_more_what_the_container_had(string backend, string command, string key) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        using var server = Serving.Datagrams(lab.Namespace("web"), 53);
        Succeed(network.Publish("web", Portmap(Dns, keys: $"\"backend\":\"{backend}\",")));
        using var client = Client(lab, "192.0.2.1");
        AwaitAnswer(lab, client);

        Succeed(Call("portmap", "web").Run(lab, command, Portmap(Dns).Replace("1.0.0", "1.1.0").Insert(1, key)));

        Assert.Equal("0", lab.Tool("conntrack -L 2>/dev/null | grep -c dport=5353 || true"));
    });

    [Fact]
    public void A_containers_own_conversation_with_a_port_of_that_number_goes_on() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("next");
        using var server = Serving.Datagrams(lab.Namespace("world"), 5353);
        using var client = lab.Namespace("web").Run(() => Connected("192.0.2.2", 5353));
        AwaitAnswer(lab, client);
        string before = lab.Tool("conntrack -L 2>/dev/null | grep -c dport=5353");

        Succeed(network.Publish("next", Portmap(Dns)));

        Assert.Equal(before, lab.Tool("conntrack -L 2>/dev/null | grep -c dport=5353"));
    });

    static Socket Client(Lab lab, string host, int port = 5353) => lab.Namespace("world").Run(() => Connected(host, port));

    static Socket Connected(string host, int port)
    {
        var address = IPAddress.Parse(host);
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 1000 };
        socket.Connect(address, port);
        return socket;
    }

    static void AwaitAnswer(Lab lab, Socket client) => lab.Until("it is answered", () => Ask(client) == "an answer");

    /// <summary>The answer to a datagram; null when nobody answers, or nobody is there.</summary>
    static string? Ask(Socket client)
    {
        var buffer = new byte[100];
        try
        {
            client.Send("asked"u8);
            return System.Text.Encoding.UTF8.GetString(buffer, 0, client.Receive(buffer)).TrimEnd();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
