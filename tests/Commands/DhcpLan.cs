using System.Text.Json;
using Xunit;

namespace Tests.Commands;

/// <summary>A bridge with Debian's dnsmasq on it, our daemon, and pods that our plugins attach.</summary>
internal sealed class DhcpLan
{
    public const string Range = "10.50.0.10,10.50.0.200";

    readonly Lab _lab;
    readonly string _term;

    /// <param name="lab">Where it is to be.</param>
    /// <param name="server">Flags of dnsmasq, beside those that every test wants; null for a network without a server.</param>
    /// <param name="daemon">Flags of our daemon.</param>
    /// <param name="term">How long the server leases an address for.</param>
    public DhcpLan(Lab lab, string? server = "", string daemon = "", string term = "120s")
    {
        (_lab, _term) = (lab, term);
        lab.Tool("mkdir /run/d; ip link add br0 address 02:00:00:00:50:01 type bridge && ip addr add 10.50.0.1/24 dev br0 && ip link set br0 up");
        if (server is not null)
            Server = Serve(server);
        Daemon = StartDaemon(daemon);
    }

    public Background? Server { get; set; }
    public Background Daemon { get; private set; }

    /// <summary>T1 and T2, in seconds. dnsmasq leases for two minutes at least, and takes two seconds and less for a mistake: half of the lease it is then, or a second before T2.</summary>
    public static string Times(int renewal, int rebinding) => $"--dhcp-option-force=58,{renewal}i --dhcp-option-force=59,{rebinding}i";

    /// <summary>Starts a server, on this machine or in a namespace that is on the LAN.</summary>
    public Background Serve(string flags, string range = Range, string? ns = null, string link = "br0", string leases = "/run/d/leases")
    {
        var server = _lab.Start($"dnsmasq --conf-file=/dev/null --keep-in-foreground --log-facility=- --user=root --pid-file= --port=0 --no-hosts --no-resolv --no-ping "
            + $"--interface={link} --bind-dynamic --dhcp-range={range},{_term} --dhcp-leasefile={leases} {flags}", ns);
        server.AwaitWord("IP range");
        return server;
    }

    public Background StartDaemon(string flags = "")
    {
        Daemon = _lab.Start($"{Binaries.Plugin("dhcp")} daemon {flags}");
        Daemon.AwaitWord("listening at");
        return Daemon;
    }

    public static string Config(string keys = "", string network = "net") =>
        $$"""{"cniVersion":"1.1.0","name":"{{network}}","type":"bridge","bridge":"br0","ipam":{"type":"dhcp"{{(keys == "" ? "" : $",{keys}")}}} }""";

    public string Attach(string pod, string? config = null)
    {
        _lab.Namespace(pod);
        return Network.Succeed(Network.Call("bridge", pod).Add(_lab, config ?? Config()));
    }

    /// <summary>The address without its prefix, of a result.</summary>
    public static string AddressIn(string result) =>
        JsonDocument.Parse(result).RootElement.GetProperty("ips")[0].GetProperty("address").GetString()!.Split('/')[0];

    /// <summary>What dnsmasq keeps: expiry, MAC, address, name, client identifier.</summary>
    public string Leases => _lab.Tool("cat /run/d/leases");

    /// <summary>The names of the files that our daemon keeps.</summary>
    public string Kept => _lab.Tool("cd /var/lib/cni/dhcp/run:cni:dhcp.sock && ls");

    /// <summary>Watches the packets of the LAN; what was seen is told by <see cref="Seen"/>.</summary>
    public Background Capture()
    {
        var capture = _lab.Start("tcpdump -i br0 -U --immediate-mode -w /run/d/packets udp port 67 or udp port 68");
        capture.AwaitWord("listening on");
        return capture;
    }

    /// <summary>As tcpdump describes them, one line of each packet, once as many as these have been seen.</summary>
    public string[] Seen(int count)
    {
        string[] lines = [];
        _lab.Until($"{count} packets", () => (lines = _lab.Tool(
            "tcpdump -nvvr /run/d/packets 2>/dev/null | awk '/^[0-9]/ { printf \"\\n\" } { gsub(/[ \\t]+/, \" \"); printf \"%s\", $0 }' | sed 1d").Split('\n')).Length >= count);
        return lines;
    }

    public void AssertLease(string pod, string result)
    {
        string shown = _lab.In(pod, "ip -4 -o addr show dev eth0");
        Assert.Contains(AddressIn(result) + "/", shown);
    }
}
