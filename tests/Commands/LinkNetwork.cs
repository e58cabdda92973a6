using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>
/// A host in a network of cables: its link m0 (10.44.0.253, its default route) leads to another machine, lan, which is 10.44.0.1 and fd00:44::1. Plugins
/// that make one link in the container are tried in it; what the kernel lacks is left out.
/// </summary>
internal sealed record LinkNetwork(string Plugin, string Keys = "", string Needs = "true")
{
    /// <summary>Every plugin of this sort, and the keys that it cannot be without.</summary>
    public static readonly IReadOnlyDictionary<string, LinkNetwork> All = new[]
    {
        new LinkNetwork("macvlan", "\"master\":\"m0\","),
        new LinkNetwork("ipvlan", "\"master\":\"m0\",", Needs: "ip link add link m0 name probe type ipvlan mode l2"),
        new LinkNetwork("vlan", "\"master\":\"m0\",\"vlanId\":7,", Needs: "ip link add link m0 name probe type vlan id 4000"),
        new LinkNetwork("dummy", Needs: "ip link add probe type dummy"),
        new LinkNetwork("tap"),
    }.ToDictionary(network => network.Plugin);

    public const string DualStack = """
        "ipam":{"type":"host-local","dataDir":"/run/leases","ranges":[[{"subnet":"10.44.0.0/24"}],[{"subnet":"fd00:44::/64"}]],"routes":[{"dst":"0.0.0.0/0"},{"dst":"::/0"}]}
        """;

    public string Config(string keys = DualStack, string version = "1.1.0") =>
        $$"""{"cniVersion":"{{version}}","name":"net","type":"{{Plugin}}",{{Keys}}{{keys}} }""";

    public PluginCall Call(string pod = "pod") => Network.Call(Plugin, pod);

    /// <summary>Runs a test on such a host, with a pod.</summary>
    public void Run(Action<Lab> test) => Lab.Run(lab =>
    {
        Make(lab);
        test(lab);
    });

    void Make(Lab lab)
    {
        lab.Namespace("lan");
        lab.Namespace("pod");
        lab.Tool("""
            ip link add m0 type veth peer name lan0 netns lan
            ip addr add 10.44.0.253/24 dev m0; ip link set m0 up
            ip -n lan addr add 10.44.0.1/24 dev lan0; ip -n lan addr add fd00:44::1/64 dev lan0 nodad; ip -n lan link set lan0 up; ip -n lan link set lo up
            ip route add default via 10.44.0.1
            """);
        // The kernel takes up to a second to notice that the cable is in, and answers no neighbour until then.
        lab.Until("the other machine's link is up", () => lab.In("lan", "ip -br link show lan0").Contains(" UP "));
        lab.Needs(Needs, "ip link del probe 2>/dev/null || true");
    }

    /// <summary>All that an attachment could leave behind: links in the pod, links on the host, leases.</summary>
    public static string Leftovers(Lab lab) => lab.Tool("""
        { ip -n pod -br link 2>/dev/null; ip -br link; } | cut -d' ' -f1 | grep -v -e '^lo$' -e '^m0@'; ls /run/leases/net 2>/dev/null | grep '[.:].*[.:]' | grep -v last || true
        """);
}
