using Xunit;
using static Tests.Binaries;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>
/// netctl trace says how a connection would end; then one is really made, and must end so. The networks are those of our own plugins, with one fault each.
/// </summary>
public class TraceTests
{
    // What to break (and where), who asks whom, and what trace has to name besides getting the ending right.
    public static TheoryData<string, string, string, string> Situations => new()
    {
        // Nothing is wrong.
        { "", "web2", "10.44.0.2:80", "port veth" },
        { "", "host", "10.44.0.2:80", "10.44.0.2 dev net0" },
        { "", "host", "[fd00:44::2]:80", "net0" },
        { "", "web2", "[fd00:44::2]:80", "port veth" },
        { "", "world", "192.0.2.1:8080", "dnat to 10.44.0.2 port 80 by element of ports4 \"net web eth0\"" },
        { "", "host", "192.0.2.1:8080", "dnat to 10.44.0.2 port 80" },
        { "", "host", "127.0.0.1:8080", "dnat to 10.44.0.2 port 80" },
        { "", "web", "192.0.2.1:8080", "masquerade by element of neighbours4" },
        { "", "web2", "10.44.0.1:8080", "dnat to 10.44.0.2 port 80" },
        { "", "world", "[fd00:2::1]:8080", "dnat to fd00:44::2 port 80" },
        { "", "web", "192.0.2.2:81", "masquerade by element of sources4" },
        { "", "web", "127.0.0.1:80", "listens on" },
        // Nobody listens.
        { "", "web2", "10.44.0.2:81", "nobody listens on port 81" },
        { "", "host", "10.44.0.2:81", "nobody listens on port 81" },
        { "", "world", "192.0.2.1:8081", "nobody listens on port 8081" },
        { "", "web2", "10.44.0.1:9", "nobody listens on port 9" },
        // No map element.
        { "nft flush map inet cni_ports ports4", "world", "192.0.2.1:8080", "nobody listens on port 8080" },
        // No route there, or none back.
        { "ip -n web2 route del default; ip -n web2 addr flush dev eth0", "web2", "10.44.0.2:80", "no route to 10.44.0.2" },
        { "ip -n web route del default", "web", "192.0.2.2:81", "no route to 192.0.2.2" },
        { "ip -n web route del default", "world", "192.0.2.1:8080", "the answer does not come back: web: no route to 192.0.2.2" },
        { "ip -n world route del 10.44.0.0/24", "world", "10.44.0.2:80", "no route to 10.44.0.2" },
        { "ip -n web2 route add unreachable 10.44.0.2", "web2", "10.44.0.2:80", "is unreachable" },
        { "ip -n web2 route add prohibit 10.44.0.2", "web2", "10.44.0.2:80", "is prohibited" },
        { "ip route add blackhole 10.44.0.2", "world", "192.0.2.1:8080", "10.44.0.2" },
        // Settings.
        { "sysctl -qw net.ipv4.ip_forward=0", "world", "192.0.2.1:8080", "net.ipv4.ip_forward is 0" },
        { "sysctl -qw net.ipv4.ip_forward=0", "world", "10.44.0.2:80", "net.ipv4.ip_forward is 0" },
        { "sysctl -qw net.ipv6.conf.all.forwarding=0", "world", "[fd00:2::1]:8080", "net.ipv6.conf.all.forwarding is 0" },
        { "sysctl -qw net.ipv4.conf.wan.rp_filter=1; ip route add 192.0.2.2 dev net0", "world", "192.0.2.1:8080", "rp_filter on wan" },
        // Rules.
        { "nft add table inet mine; nft add chain inet mine f '{ type filter hook forward priority 0; policy drop; }'", "world", "192.0.2.1:8080", "nft inet mine f: policy drop" },
        { "nft add table inet mine; nft add chain inet mine f '{ type filter hook forward priority 0; }'; nft add rule inet mine f tcp dport 80 drop", "world", "192.0.2.1:8080", "nft inet mine f: drop" },
        { "nft add table ip mine; nft add chain ip mine f '{ type filter hook forward priority 0; }'; nft add rule ip mine f ip saddr 192.0.2.0/24 reject with tcp reset", "world", "192.0.2.1:8080", "nft ip mine f: reject" },
        { "nft add table inet mine; nft add chain inet mine o '{ type filter hook output priority 0; }'; nft add rule inet mine o tcp dport '{ 80, 443 }' drop", "host", "10.44.0.2:80", "nft inet mine o: drop" },
        { "nft add table inet mine; nft add chain inet mine i '{ type filter hook input priority 0; }'; nft add rule inet mine i iifname net0 tcp dport 1-1023 drop", "web2", "10.44.0.1:9", "nft inet mine i: drop" },
        { "nft add table inet mine; nft add chain inet mine i '{ type filter hook input priority 0; policy drop; }'; nft add rule inet mine i ct state established,related accept", "host", "10.44.0.2:80", "port veth" },
        { "ip netns exec web nft add table inet mine; ip netns exec web nft add chain inet mine i '{ type filter hook input priority 0; policy drop; }'", "web2", "10.44.0.2:80", "web: nft inet mine i: policy drop" },
        // Links and neighbours.
        { "ip -n web link set eth0 down", "web2", "10.44.0.2:80", "eth0 in web, the other end, is down" },
        { "ip link set net0 down", "web2", "10.44.0.2:80", "net0" },
        { "ip -n web2 neigh replace 10.44.0.2 lladdr 02:00:00:00:00:99 dev eth0", "web2", "10.44.0.2:80", "permanent and wrong" },
        { "true", "web2", "10.44.0.99:80", "nobody on eth0 has 10.44.0.99" },
        { "for p in $(ip -o link show master net0 | sed 's/^[0-9]*: //; s/@.*//'); do bridge link set dev $p isolated on; done", "web2", "10.44.0.2:80", "isolated from each other" },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void What_trace_says_is_what_a_connection_shows(string fault, string from, string to, string named) => Lab.Run(lab =>
    {
        Build(lab);
        if (fault != "") lab.Tool(fault);

        var told = lab.Try($"{Netctl} trace {from} {to}");
        string shown = Connect(lab, from, to);

        string last = told.Out.Split('\n')[^1];
        Assert.True(shown == Expected(last), $"{from} to {to} is {shown}, and trace says\n{told}");
        Assert.True(told.Out.Contains(named), $"not named: {named}\n{told}");
        Assert.Equal(shown == "connects" ? 0 : 1, told.ExitCode);
        Assert.DoesNotContain("not judged", told.Out);
    });

    const string Sent = "grep -E '^(Tcp|Udp|Icmp):' /proc/net/snmp";

    [Fact]
    public void Trace_sends_nothing_and_changes_nothing() => Lab.Run(lab =>
    {
        Build(lab);
        string State() => lab.Tool("nft list ruleset; ip neigh; ip -n web2 neigh; conntrack -C") + lab.In("web2", Sent) + lab.In("world", Sent) + lab.Tool(Sent);
        string before = State();
        lab.Tool($"{Netctl} trace world 192.0.2.1:8080");
        lab.Tool($"{Netctl} trace web2 10.44.0.2:80");
        Assert.Equal(before, State());
    });

    [Fact]
    public void Datagrams_and_echoes_are_traced_too() => Lab.Run(lab =>
    {
        Build(lab);
        using var server = Serving.Datagrams(lab.Namespace("web"), port: 53);
        Assert.Contains("connects: web takes it on [::]:53", lab.Tool($"{Netctl} trace web2 web:53 --udp"));
        Assert.Contains("connects: web takes it", lab.Tool($"{Netctl} trace web2 10.44.0.2"));
        Assert.Equal(1, lab.Try($"{Netctl} trace web2 web:54 --udp").ExitCode);
    });

    [Fact]
    public void Who_comes_from_outside_comes_in_where_answers_would_go_out() => Lab.Run(lab =>
    {
        Build(lab);
        lab.Tool("ip route add default via 192.0.2.2");
        Assert.Contains("comes in by wan", lab.Tool($"{Netctl} trace outside 192.0.2.1:8080"));
        Assert.Contains("dnat to 10.44.0.2 port 80", lab.Tool($"{Netctl} trace 198.51.100.7 192.0.2.1:8080"));
    });

    [Fact]
    public void Json_has_the_steps_the_ending_and_the_reason() => Lab.Run(lab =>
    {
        Build(lab);
        var told = System.Text.Json.JsonDocument.Parse(lab.Tool($"{Netctl} -j trace world 192.0.2.1:8080")).RootElement[0];
        Assert.Equal("connects", told.GetProperty("ending").GetString());
        Assert.Contains(told.GetProperty("steps").EnumerateArray(), step => step.GetProperty("namespace").GetString() == "this host" && step.GetProperty("kind").GetString() == "prerouting");
    });

    [Theory]
    [InlineData("nowhere 10.44.0.2:80", 255, "nowhere is no namespace, no address and neither \"host\" nor \"outside\"; netctl list shows the namespaces")]
    [InlineData("host 10.44.0.2:http", 255, "\"http\" is no port: a destination is ADDRESS:PORT, such as 10.1.0.5:80 or [fd00::5]:80")]
    [InlineData("outside 10.44.0.2:80", 1, "this host has no default route, by which the outside would be: name an address")]
    public void What_is_wrong_is_said_in_a_sentence(string words, int code, string sentence) => Lab.Run(lab =>
        Assert.Equal(new Outcome(code, "", sentence), lab.Try($"{Netctl} trace {words}")));

    // web (10.44.0.2) serves port 80, published as 8080; web2 is its neighbour; world is beyond the host's wan and serves port 81; a firewall stands between.
    static void Build(Lab lab)
    {
        var network = Serving.APage(lab);
        network.Attach("web2");
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        foreach (string pod in (string[])["web", "web2"])
            Succeed(Call("firewall", pod).Add(lab, With("""{"cniVersion":"1.0.0","name":"net","type":"firewall","backend":"nftables"}""", network.ResultOf(pod))));
        lab.In("world", "ip route add 10.44.0.0/24 via 192.0.2.1; ip link set lo up");
        lab.Start("busybox httpd -f -p 81 -h /run/www", "world");
        lab.Until("the world serves", () => lab.TryIn("world", "curl -sS http://192.0.2.2:81/").ExitCode == 0);
    }

    // As bash connects: without a second try by another protocol, and in the kernel's words.
    static string Connect(Lab lab, string from, string to)
    {
        int colon = to.LastIndexOf(':');
        string command = $"timeout 3 bash -c 'exec 3<>/dev/tcp/{to[..colon].Trim('[', ']')}/{to[(colon + 1)..]}'";
        var outcome = from == "host" ? lab.Try(command) : lab.TryIn(from, command);
        return outcome.ExitCode == 0 ? "connects" : outcome.Err.Contains("Connection refused") ? "refused" : "fails";
    }

    // Whether an error comes back in time is a matter of who is the first to know: a neighbour that does not answer is told after three seconds.
    static string Expected(string last) => last.Split(':')[0] is "lost" or "unreachable" ? "fails" : last.Split(':')[0];
}
