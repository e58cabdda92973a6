using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Which of a container's networks leads outside and has its ports, while networks come and go. ip, nft and curl are the judges.</summary>
public class HullPrecedenceTests
{
    const string Web = "busybox httpd -f -h /www", Gate = "/run/plugins/gate";

    [Fact]
    public void A_network_of_a_higher_priority_takes_the_default_route_and_the_ports_and_gives_them_back() => InLab((lab, hull) =>
    {
        Make(hull, "shop", "back");
        string pod = Namespace(hull.Ok($"run -d --name web -p 1314:80 --network shop {Web}"));
        lab.Until("the server listens", () => Served(lab) == "hello");
        string before = lab.In(pod, "ip -o -4 addr | cut -d' ' -f2-; ip route");

        hull.Ok("network connect --gw-priority 5 back web");

        Assert.Contains("default via 10.6.0.1 dev eth1 \n", lab.In(pod, "ip route") + "\n");
        Assert.Contains("default via 10.5.0.1 dev eth0 metric 100", lab.In(pod, "ip route"));
        Assert.Equal("10.6.0.2", PublishedFor(lab));
        Assert.Equal("hello", Served(lab));
        Assert.Equal("5 10.6.0.2", hull.Ok("inspect -f '{{.NetworkSettings.Networks.back.GwPriority}} {{.NetworkSettings.IPAddress}}' web"));
        hull.Ok("network check web");

        hull.Ok("network disconnect back web");

        Assert.Equal(before, lab.In(pod, "ip -o -4 addr | cut -d' ' -f2-; ip route"));
        Assert.Equal("10.5.0.2", PublishedFor(lab));
        Assert.Equal("hello", Served(lab));
        hull.Ok("network check web");
    });

    [Fact]
    public void When_the_network_that_has_the_ports_is_left_they_move_to_the_next() => InLab((lab, hull) =>
    {
        Make(hull, "shop", "back", "side");
        string pod = Namespace(hull.Ok($"run -d --name web -p 1314:80 --network shop --network name=back,ip=10.6.0.77 --network side {Web}"));
        lab.Until("the server listens", () => Served(lab) == "hello");
        Assert.Equal("10.5.0.2", PublishedFor(lab));

        hull.Ok("network disconnect shop web");

        Assert.Equal("10.6.0.77", PublishedFor(lab));
        Assert.Equal("hello", Served(lab));
        Assert.Equal("hello", lab.Tool("curl -s -m 5 [::1]:1314"));
        Assert.StartsWith("default via 10.6.0.1 dev eth1", lab.In(pod, "ip route"));
        hull.Ok("network check web");

        hull.Ok("network connect shop web");   // which comes last now
        Assert.Equal("10.6.0.77", PublishedFor(lab));
        Assert.StartsWith("default via 10.6.0.1 dev eth1", lab.In(pod, "ip route"));

        hull.Ok("restart -t 0 web");
        lab.Until("the server listens again", () => Served(lab) == "hello");
        Assert.Equal("10.6.0.77", PublishedFor(lab));
        hull.Ok("network disconnect back web; " + Binaries.Hull + " network disconnect side web; " + Binaries.Hull + " network disconnect shop web");
        Assert.Equal("", PublishedFor(lab));
    });

    [Fact]
    public void Before_a_start_the_priority_is_kept_for_it() => InLab((lab, hull) =>
    {
        Make(hull, "shop", "back");
        hull.Ok($"create --name web -p 1314:80 --network shop {Web}");
        hull.Ok("network connect --gw-priority 1 back web");

        hull.Ok("start web");

        lab.Until("the server listens", () => Served(lab) == "hello");
        Assert.Equal("10.6.0.2", PublishedFor(lab));
        Assert.Equal("eth1", hull.Ok("exec web ip route | grep '^default' | grep -v metric | grep -o 'eth.'"));
    });

    [Fact]
    public void A_network_that_publishes_nothing_is_no_place_for_ports() => InLab((lab, hull) =>
    {
        Make(hull, "shop");
        hull.Ok("network create --internal --subnet 10.7.0.0/24 inner");
        hull.Ok($"run -d --name web -p 1314:80 --network shop {Web}");
        lab.Until("the server listens", () => Served(lab) == "hello");

        Assert.Equal("hull: network inner publishes no ports: it has no plugin with the capability portMappings", hull.Try("network connect --gw-priority 1 inner web").Err);
        Assert.Equal("hello", Served(lab));
        hull.Ok("network connect inner web");
        Assert.Equal("hello", Served(lab));
    });

    [Fact]
    public void Who_connects_a_container_that_is_just_being_started_waits_for_the_start() => InLab((lab, hull) =>
    {
        Make(hull, "back");
        WriteGate(lab);
        string with = $"env CNI_PATH=/run/plugins:{Binaries.PluginFolder} {Binaries.Hull}";
        var starting = lab.Start($"{with} run -d --name web --network gated busybox sleep 1000");
        lab.Until("its networks are being made", () => File.Exists("/run/reached"));

        var early = lab.Try($"timeout 1 {with} network connect back web");
        var connecting = lab.Start($"sh -c '{with} network connect back web; echo $?'");
        lab.Tool("echo >/run/opened");

        Assert.Equal(124, early.ExitCode);   // nothing was done as long as the gate was closed
        Assert.Equal("0", connecting.ReadLine());
        Assert.Equal(0, starting.Wait().ExitCode);
        Assert.Contains("10.6.0.2/24", hull.Ok("exec web ip -o addr show eth1"));
        lab.Tool($"{with} rm -f web");
    });

    // A plugin at the end of a chain that passes on what came before it, when a file says so.
    static void WriteGate(Lab lab)
    {
        lab.Tool("mkdir -p /run/plugins /etc/cni/net.d; mkfifo /run/opened");
        File.WriteAllText("/etc/cni/net.d/gated.conflist", """
            {"cniVersion":"1.0.0","name":"gated","plugins":[{"type":"bridge","bridge":"gated0","isGateway":true,"ipam":{"type":"host-local","subnet":"10.5.0.0/24"}},{"type":"gate"}]}
            """);
        File.WriteAllText(Gate, """
            #!/usr/bin/python3
            import json, os, sys
            told = json.load(sys.stdin)
            if os.environ["CNI_COMMAND"] == "ADD":
                open("/run/reached", "w").close()
                open("/run/opened").read()
                print(json.dumps({**told["prevResult"], "cniVersion": "1.0.0"}))
            """);
        lab.Tool($"chmod +x {Gate}");
    }

    static void Make(HullTool hull, params string[] networks)
    {
        for (int i = 0; i < networks.Length; i++) hull.Ok($"network create --subnet 10.{(networks[i] switch { "shop" => 5, "back" => 6, _ => 8 })}.0.0/24 {networks[i]}");
    }

    static string Served(Lab lab) => lab.Try("curl -s -m 2 127.0.0.1:1314").Out;

    // The address that packets for the port are led to; "" for none. An element that is told to expire is gone in a moment.
    static string PublishedFor(Lab lab)
    {
        string Found() => lab.Tool("nft list map inet cni_ports ports4 | grep -oE ': 10[0-9.]+ [.] 80' | sort -u | tr -d ': ' | sed 's/[.]80$//'");
        lab.Until("no element of another network is left", () => !Found().Contains('\n'));
        return Found();
    }

    static string Namespace(string id) => $"hull-{id[..12]}";
}
