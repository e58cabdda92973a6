using Tests;
using Xunit;

namespace Conformance.Clients;

/// <summary>Networks that <c>podman network create</c> makes, one for each of its options.</summary>
public class PodmanNetworkTests
{
    [Fact]
    public void Subnet_gateway_range_and_mtu_are_as_asked_and_so_are_address_and_mac() => Podman.Run((podman, lab) =>
    {
        podman.Tool("podman network create --subnet 10.89.0.0/24 --gateway 10.89.0.254 --ip-range 10.89.0.128/25 --opt mtu=1400 --label a=b n1");

        string first = podman.Once("--network n1", "sh -c 'ip address show dev eth0; ip route'");
        Assert.Contains("inet 10.89.0.129/24", first);
        Assert.Contains("mtu 1400", first);
        Assert.Contains("default via 10.89.0.254 dev eth0", first);
        string asked = podman.Once("--network n1 --ip 10.89.0.200 --mac-address 02:11:22:33:44:55", "ip address show dev eth0");
        Assert.Contains("inet 10.89.0.200/24", asked);
        Assert.Contains("link/ether 02:11:22:33:44:55", asked);

        End(podman);
    });

    [Fact]
    public void A_dual_stack_network_publishes_in_both_families() => Podman.Run((podman, lab) =>
    {
        podman.Tool("podman network create --ipv6 --subnet fd00:89::/64 --subnet 10.89.0.0/24 n1");
        podman.Serve("web", "--network n1 --publish 1314:80");

        Assert.Equal(["10.89.0.2/24", "fd00:89::2/64"], podman.Addresses("web").Order());
        foreach (string place in (string[])["[fd00:89::2]", "[fd00:89::1]:1314", "10.89.0.1:1314", "127.0.0.1:1314", "[::1]:1314"])
            Assert.Equal(Image.Page, podman.Get($"http://{place}/"));

        End(podman);
    });

    [Fact]
    public void An_internal_network_leads_nowhere_but_to_its_own_containers() => Podman.Run((podman, lab) =>
    {
        podman.Tool("podman network create --internal --subnet 10.89.0.0/24 n1");
        podman.Serve("web", "--network n1");

        Assert.Equal(Image.Page, podman.Once("--network n1", "timeout 10 wget -q -O - http://10.89.0.2/"));
        Assert.DoesNotContain("default", podman.Once("--network n1", "ip route"));
        Assert.NotEqual(0, podman.Try("curl --silent --max-time 2 http://10.89.0.2/").ExitCode);

        End(podman);
    });

    [Fact]
    public void An_isolated_network_is_not_reached_from_another() => Podman.Run((podman, lab) =>
    {
        podman.Tool("podman network create --opt isolate=true --subnet 10.89.0.0/24 n1 && podman network create --opt isolate=true --subnet 10.89.1.0/24 n2");
        podman.Tool("podman network create --subnet 10.89.2.0/24 open");
        podman.Serve("web", "--network n1 --publish 1314:80");
        podman.Serve("other", "--network open");
        // Under a shell: a container's first process is deaf to the signal by which timeout ends it.
        const string Fetch = "sh -c 'timeout 3 wget -q -O - http://10.89.0.2/; exit $?'";

        Assert.Equal(Image.Page, podman.Once("--network n1", Fetch));
        Assert.NotEqual(0, podman.TryOnce("--network n2", Fetch).ExitCode);
        Assert.Equal(Image.Page, podman.Once("", "timeout 10 wget -q -O - http://10.89.2.2/"));
        Assert.Equal(Image.Page, podman.Get("http://127.0.0.1:1314/"));

        End(podman);
    });

    [Fact]
    public void A_container_joins_and_leaves_networks_while_it_runs() => Podman.Run((podman, lab) =>
    {
        podman.Tool("podman network create --subnet 10.89.0.0/24 n1 && podman network create --subnet 10.89.1.0/24 n2");
        podman.Serve("web", "--network n1 --publish 1314:80");

        podman.Tool("podman network connect --alias zz --ip 10.89.1.77 n2 web");
        Assert.Equal(["10.89.1.77/24"], podman.Addresses("web", "eth1"));
        Assert.Equal(Image.Page, podman.Once("--network n2", "timeout 10 wget -q -O - http://10.89.1.77/"));
        Assert.Equal(Image.Page, podman.Get("http://127.0.0.1:1314/"));

        podman.Tool("podman network disconnect n2 web");
        Assert.NotEqual(0, podman.Try("podman exec web ip address show dev eth1").ExitCode);
        Assert.Equal(Image.Page, podman.Get("http://127.0.0.1:1314/"));
        Assert.DoesNotContain("10.89.1.", podman.Leftovers());

        End(podman);
    });

    [Fact]
    public void A_macvlan_network_is_the_lan_of_its_parent() => Podman.Run((podman, lab) =>
    {
        lab.Namespace("lan");
        lab.Tool("ip link add lan up type veth peer name eth0 netns lan");
        lab.In("lan", "ip link set eth0 up && ip addr add 10.89.5.1/24 dev eth0");
        lab.Needs("ip link add probe link lan type macvlan mode bridge", undo: "ip link del probe");
        podman.Tool("podman network create --driver macvlan --opt parent=lan --subnet 10.89.5.0/24 --gateway 10.89.5.1 m1");

        podman.Serve("web", "--network m1 --ip 10.89.5.7 --mac-address 02:11:22:33:44:66");

        Assert.Equal(["10.89.5.7/24"], podman.Addresses("web"));
        Assert.Equal(Image.Page, lab.In("lan", "curl --silent --max-time 10 http://10.89.5.7/"));
        Assert.Contains("02:11:22:33:44:66", lab.In("lan", "ip neigh show 10.89.5.7"));

        podman.Tool("podman rm --force --time 0 web");
        lab.Tool("ip link del lan");
        End(podman);
    });

    [Fact]
    public void What_a_container_is_called_is_written_down_for_a_resolver_and_crossed_out() => Podman.Run((podman, lab) =>
    {
        podman.Tool("podman network create --subnet 10.89.0.0/24 n1");
        Assert.Contains("\"dnsname\"", podman.Tool("cat /run/test/net.d/n1.conflist"));
        podman.Serve("web", "--network n1 --network-alias shop");
        podman.Serve("other", "--network n1");

        string[] lines = podman.Tool("cat /run/cni/names/n1").Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^10\.89\.0\.2 web web\.dns\.podman shop shop\.dns\.podman [0-9a-f]{12} ", lines[0]);

        podman.Tool("podman rm --force --time 0 web");
        Assert.StartsWith("10.89.0.3 other ", podman.Tool("cat /run/cni/names/n1"));
        podman.Tool("podman rm --force --time 0 other");
        Assert.Equal("", podman.Tool("ls /run/cni/names"));
        End(podman);
    });

    [Fact]
    public void A_network_in_a_VLAN_is_apart_from_the_bridges_other_VLANs() => Podman.Run((podman, lab) =>
    {
        lab.Needs("ip link add br9 type bridge vlan_filtering 1", "ip link del br9");
        podman.Tool("podman network create --opt vlan=10 --subnet 10.89.0.0/24 n1");
        podman.Serve("web", "--network n1");

        Assert.Matches(@"(?m)^veth\w+\s.*\b10 PVID Egress Untagged", podman.Tool("bridge vlan show"));
        Assert.Equal(Image.Page, podman.Once("--network n1", "timeout 60 wget -q -O - http://10.89.0.2/"));

        podman.RemoveAll();
    });

    // Networks go with their bridges, when podman is told so.
    static void End(Podman podman)
    {
        podman.RemoveAll();
        podman.Tool("podman network ls --quiet --filter name='^(n|m|open)' | xargs podman network rm");
        Assert.Equal("", podman.Tool("ip -br link | grep -Ev '^(lo|cni-podman0) ' || true"));
    }
}
