using System.Net;
using System.Net.Sockets;
using Linux;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What containers are called, and who answers that. dig is the judge.</summary>
public class HullNamesTests
{
    const string Idle = "busybox sleep 1000";

    [Fact]
    public void Containers_of_a_network_find_each_other_by_name_alias_and_short_id() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 --subnet fd00:5::/64 shop");
        string id = hull.Ok($"run -d --name Web --network shop --network-alias www --ip 10.5.0.9 --ip6 fd00:5::9 {Idle}");
        string pod = Namespace(hull.Ok($"run -d --network shop {Idle}"));

        foreach (string name in (string[])["Web", "web", "WWW", id[..12]])
        {
            Assert.Equal("10.5.0.9", lab.In(pod, $"dig @10.5.0.1 +short {name} A"));
            Assert.Equal("10.5.0.9", lab.In(pod, $"dig @10.5.0.1 +tcp +short {name} A"));
            Assert.Equal("fd00:5::9", lab.In(pod, $"dig @fd00:5::1 +short {name} AAAA"));
        }
        Assert.Contains("web.", lab.In(pod, "dig @10.5.0.1 +short -x 10.5.0.9"));
        Assert.Contains("web.", lab.In(pod, "dig @10.5.0.1 +short -x fd00:5::9"));
        string answer = lab.In(pod, "dig @10.5.0.1 wEb A");
        Assert.Matches(@"wEb\.\s+0\s+IN\s+A\s+10\.5\.0\.9", answer);
        Assert.Contains("flags: qr aa rd ra;", answer);
        Assert.Contains("nameserver 10.5.0.1", hull.Ok("exec Web cat /etc/resolv.conf"));
        Assert.Contains("10.5.0.9", hull.Ok("exec Web nslookup web"));
    });

    [Fact]
    public void Names_of_other_networks_and_of_those_that_are_gone_are_nobodys() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok("network create --subnet 10.6.0.0/24 back");
        hull.Ok($"run -d --name web --network shop {Idle}");
        string db = Namespace(hull.Ok($"run -d --name db --network back {Idle}"));

        Assert.Contains("NXDOMAIN", lab.In(db, "dig @10.6.0.1 web"));
        Assert.Contains("NXDOMAIN", lab.In(db, "dig @10.6.0.1 -x 10.6.0.99"));

        hull.Ok("network connect shop db");
        Assert.NotEqual("", lab.In(db, "dig @10.6.0.1 +short web"));
        Assert.Contains("NOERROR", lab.In(db, "dig @10.6.0.1 web AAAA"));
        Assert.Equal("", lab.In(db, "dig @10.6.0.1 +short web AAAA"));

        hull.Ok("rm -f web");
        Assert.Contains("NXDOMAIN", lab.In(db, "dig @10.6.0.1 web"));
    });

    [Fact]
    public void What_is_no_containers_is_asked_where_the_host_asks_now() => InLab((lab, hull) =>
    {
        lab.Tool("ip addr add 192.0.2.53/32 dev lo; ip addr add 192.0.2.54/32 dev lo");
        lab.Start("dnsmasq -k --no-resolv --no-hosts --listen-address=192.0.2.53 --bind-interfaces --address=/example.test/192.0.2.80 --txt-record=long.test,$(printf 'x%.0s' $(seq 250)),$(printf 'y%.0s' $(seq 250)),$(printf 'z%.0s' $(seq 250)) --pid-file=");
        lab.Start("dnsmasq -k --no-resolv --no-hosts --listen-address=192.0.2.54 --bind-interfaces --address=/example.test/192.0.2.81 --pid-file=");
        lab.Until("both answer", () => lab.Try("dig @192.0.2.53 +short example.test +tries=1 +time=1; dig @192.0.2.54 +short example.test +tries=1 +time=1").Out == "192.0.2.80\n192.0.2.81");
        File.WriteAllText("/etc/resolv.conf", "nameserver 192.0.2.1\nnameserver 192.0.2.53\n");   // the first is nowhere
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        string pod = Namespace(hull.Ok($"run -d --network shop {Idle}"));

        Assert.Equal("192.0.2.80", lab.In(pod, "dig @10.5.0.1 +time=9 +short www.example.test"));
        Assert.Contains("zzz", lab.In(pod, "dig @10.5.0.1 +time=9 +noedns +bufsize=512 long.test TXT"));   // truncated, then over a connection
        File.WriteAllText("/etc/resolv.conf", "nameserver 192.0.2.54\n");
        Assert.Equal("192.0.2.81", lab.In(pod, "dig @10.5.0.1 +time=9 +short www.example.test"));
        string own = Namespace(hull.Ok($"run -d --network shop --dns 192.0.2.53 {Idle}"));
        Assert.Equal("192.0.2.80", lab.In(own, "dig @10.5.0.1 +time=9 +short www.example.test"));
        File.WriteAllText("/etc/resolv.conf", "");
        Assert.Contains("SERVFAIL", lab.In(pod, "dig @10.5.0.1 +time=9 www.example.test"));
    });

    [Fact]
    public void An_internal_network_asks_nobody_outside() => InLab((lab, hull) =>
    {
        File.WriteAllText("/etc/resolv.conf", "nameserver 192.0.2.53\n");
        hull.Ok("network create --internal --subnet 10.5.0.0/24 inner");
        string pod = Namespace(hull.Ok($"run -d --name web --network inner {Idle}"));

        Assert.Contains("NXDOMAIN", lab.In(pod, "dig @10.5.0.1 www.example.test"));
        Assert.Equal("10.5.0.2", lab.In(pod, "dig @10.5.0.1 +short web"));
    });

    [Fact]
    public void The_name_server_comes_with_the_first_container_goes_with_the_last_and_is_missed_by_the_next() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok($"run -d --name one --network shop {Idle}");
        string pod = Namespace(hull.Ok($"run -d --name two --network shop {Idle}"));
        hull.Ok("rm -f one");
        Assert.NotEqual("", lab.In(pod, "dig @10.5.0.1 +short two"));

        lab.Tool("kill -9 $(fuser 53/tcp 2>/dev/null || ss -Hltnp 'sport = :53' | grep -o 'pid=[0-9]*' | cut -d= -f2)");
        hull.Ok($"run -d --name three --network shop {Idle}");
        Assert.NotEqual("", lab.In(pod, "dig @10.5.0.1 +short three"));

        hull.Ok("rm -f two three");
        lab.Until("nobody listens", () => lab.Tool("ss -Hlnt 'sport = :53'") == "");
    });

    [Fact]
    public void A_name_server_that_is_killed_is_back_by_itself_and_in_a_network_that_was_joined_later_with_the_next_command() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok("network create --subnet 10.6.0.0/24 back");
        string pod = Namespace(hull.Ok($"run -d --name web --network shop --network-alias www {Idle}"));
        hull.Ok("network connect back web");

        foreach (string gateway in (string[])["10.5.0.1", "10.5.0.1"])
        {
            lab.Tool(Kill(gateway));
            lab.Until("it answers again", () => lab.TryIn(pod, $"dig @{gateway} +tries=1 +time=1 +short www").Out == "10.5.0.2");
        }
        lab.Tool(Kill("10.6.0.1"));
        lab.Until("a command found it gone", () => hull.Ok("ps -q") != "" && lab.TryIn(pod, "dig @10.6.0.1 +tries=1 +time=1 +short web").Out.Contains("10.6.0.2"));
    });

    static string Kill(string server) => $"kill -9 $(ss -Hltnp 'src {server}' | grep -o 'pid=[0-9]*' | cut -d= -f2)";

    [Fact]
    public void Names_are_there_as_long_as_containers_run() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        string pod = Namespace(hull.Ok($"run -d --network shop {Idle}"));
        string Asked() => lab.In(pod, "dig @10.5.0.1 +short web");

        hull.Ok($"run -d --name web --network shop --ip 10.5.0.9 {Idle}");
        Assert.Equal("10.5.0.9", Asked());
        hull.Ok("stop -t 0 web");
        Assert.Equal("", Asked());
        hull.Ok("start web");
        Assert.Equal("10.5.0.9", Asked());
        hull.Ok("network disconnect shop web");
        Assert.Equal("", Asked());
        hull.Ok("network connect --ip 10.5.0.10 shop web");
        Assert.Equal("10.5.0.10", Asked());
        hull.Ok("exec web sh -c 'kill -9 -1' || true");   // all but the first process: the container does not mind
        Assert.Equal("10.5.0.10", Asked());
        lab.Tool("kill -9 $(pgrep -f '^sleep 1000$' | while read pid; do ip netns identify $pid | grep -q . && ip netns identify $pid | grep -qv " + pod + " && echo $pid; done)");
        lab.Until("nobody is called so any more", () => Asked() == "");
    });

    [Fact]
    public void Who_asks_without_end_leaves_room_for_the_others() => InLab((lab, hull) =>
    {
        File.WriteAllText("/etc/resolv.conf", "nameserver 192.0.2.53\n");   // nobody is there, and nobody says so
        lab.Tool("ip link add up0 type veth peer name up1 && ip link set up0 up && ip addr add 192.0.2.1/24 dev up0 && ip neigh add 192.0.2.53 lladdr 02:00:00:00:00:53 dev up0 && ip link set up1 up");
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        string greedy = Namespace(hull.Ok($"run -d --network shop {Idle}")), pod = Namespace(hull.Ok($"run -d --name web --network shop {Idle}"));
        lab.Start($"nsenter --net=/run/netns/{greedy} bash -c 'for i in $(seq 20); do exec {{c}}<>/dev/tcp/10.5.0.1/53; done; sleep 100'");

        using var ns = NetNamespace.Open($"/run/netns/{greedy}");
        using var client = ns.Run(() => new UdpClient("10.5.0.1", 53));
        for (byte number = 0; number < 100; number++) client.Send(Question(number));
        // What is answered at all is refused: nobody hears the first 64.
        var server = new IPEndPoint(IPAddress.Any, 0);
        client.Client.ReceiveTimeout = 10_000;
        Assert.Equal(5, client.Receive(ref server)[3] & 0x0f);

        Assert.Equal("10.5.0.3", lab.In(pod, "dig @10.5.0.1 +tcp +short web"));
        Assert.Equal("10.5.0.3", lab.In(pod, "dig @10.5.0.1 +short web"));
    });

    /// <summary>CVE-2026-35406: a question that is cut off in the middle by the connection's end kept another name server busy for ever.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_connection_that_breaks_in_the_middle_of_a_question_keeps_nobody_busy(bool byReset) => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        string pod = Namespace(hull.Ok($"run -d --name web --network shop {Idle}"));
        string server = lab.Tool("ss -Hltnp 'src 10.5.0.1' | grep -o 'pid=[0-9]*' | cut -d= -f2");
        string Work() => string.Join(' ', File.ReadAllText($"/proc/{server}/stat").Split(") ")[1].Split(' ')[11..13]);
        int Files() => Directory.GetFileSystemEntries($"/proc/{server}/fd").Length;
        int before = Files();

        using (var ns = NetNamespace.Open($"/run/netns/{pod}"))
            foreach (byte[] part in (byte[][])[[], [0], [0, 29], [0, 29, .. Question(1)[..20]], [0xff, 0xff, .. Question(1)]])
            {
                // Who was there before, and asks nothing, would be let go before: the one that broke is not forgotten for having been there long.
                using var patient = ns.Run(() => new TcpClient("10.5.0.1", 53) { ReceiveTimeout = 20_000 });
                lab.Until("it is connected to", () => Files() == before + 1);
                using (var client = ns.Run(() => new TcpClient("10.5.0.1", 53)))
                {
                    client.Client.Send(part);
                    lab.Until("the other one is, too", () => Files() == before + 2);
                    if (byReset) client.LingerState = new(true, 0);
                }
                lab.Until("the connection is forgotten", () => Files() == before + 1);
                patient.Client.Send([0, 21, .. "\0\u0001\u0001\0\0\u0001\0\0\0\0\0\0\u0003web\0\0\u0001\0\u0001"u8]);
                Assert.NotEqual(0, patient.Client.Receive(new byte[512]));
                patient.Close();
                lab.Until("so is this one", () => Files() == before);
            }

        string work = Work();
        int idle = 0;
        lab.Until("it does nothing, for twenty looks", () => (idle = work == (work = Work()) ? idle + 1 : 0) == 20);
        Assert.Equal("10.5.0.2", lab.In(pod, "dig @10.5.0.1 +tcp +short web"));
    });

    // xNN.test, type A.
    static byte[] Question(byte number) => Convert.FromHexString($"{number:x4}010000010000000000000378{number / 10 + 0x30:x2}{number % 10 + 0x30:x2}04746573740000010001");

    static string Namespace(string id) => $"hull-{id[..12]}";
}
