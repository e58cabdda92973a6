using System.Net.NetworkInformation;
using Linux;
using Netlink;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Xunit;

namespace Tests.Kernel;

public class LinkTests
{
    [Fact]
    public void A_veth_is_born_on_the_bridge_and_in_the_pod() => Lab.Run(lab =>
    {
        using var host = RouteSocket.Open();
        var bridge = host.Links.Add(new BridgeLink("cni0") { Up = true });

        host.Links.Add(new VethLink("veth1", new("eth0") { Namespace = lab.Namespace("pod"), Mtu = 1400 }) { Master = bridge.Index, Up = true });

        Assert.Contains("veth1", lab.Tool("ip -br link show master cni0"));
        Assert.Contains("mtu 1400", lab.In("pod", "ip link show eth0"));
    });

    [Fact]
    public void What_ip_makes_is_read_as_ip_shows_it() => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 address 02:00:00:00:00:07 mtu 1300 txqueuelen 42 type veth peer name v1 && ip link set v0 alias 'to the moon'");
        using var host = RouteSocket.Open();

        var link = host.Links.Get("v0");

        Assert.StartsWith($"{link.Index}: v0", lab.Tool("ip link show v0"));
        Assert.Equal(("veth", 1300u, 42u, "to the moon", false), (link.Kind, link.Mtu, link.TxQueueLength, link.Alias, link.IsUp));
        Assert.Equal(PhysicalAddress.Parse("02:00:00:00:00:07"), link.Mac);
        Assert.Equal("v1", host.Links.Find(link.ParentIndex)?.Name);
    });

    [Fact]
    public void A_macvlan_has_a_mac_of_its_own_on_its_parent() => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 type veth peer name v1");
        using var host = RouteSocket.Open();

        host.Links.Add(new MacvlanLink("mv0") { Parent = host.Links.Get("v0").Index, Mode = MacvlanMode.Private, Namespace = lab.Namespace("pod") });

        Assert.Contains("macvlan mode private", lab.In("pod", "ip -d link show mv0"));
    });

    [Fact]
    public void A_port_is_changed_in_the_batch_that_makes_it() => Lab.Run(lab =>
    {
        using var host = RouteSocket.Open();
        var bridge = host.Links.Add(new BridgeLink("cni0"));

        using var batch = host.Batch();
        batch.Add(new VethLink("veth1", new("veth2")) { Master = bridge.Index });
        batch.Change(new LinkChange("veth1") { Up = true, Port = new() { Hairpin = true, Isolated = true } });
        batch.Commit();

        Assert.Contains("hairpin on", lab.Tool("ip -d link show veth1"));
        Assert.Contains("isolated on", lab.Tool("ip -d link show veth1"));
    });

    [Fact]
    public void A_link_that_is_not_there_is_null_and_deleting_it_no_failure() => Lab.Run(_ =>
    {
        using var host = RouteSocket.Open();

        Assert.Null(host.Links.Find("nothing"));
        Assert.Null(host.Links.Find(4711));
        Assert.False(host.Links.DeleteIfThere("nothing"));
    });

    [Fact]
    public void A_bridge_lists_its_ports_and_no_others() => Lab.Run(lab =>
    {
        lab.Tool("ip link add br0 type bridge; ip link add v0 type veth peer name v1; ip link set v0 master br0");
        using var host = RouteSocket.Open();

        Assert.Equal("v0", Assert.Single(host.Links.ListMembers(host.Links.Get("br0"))).Name);
    });

    [Fact]
    public void A_list_of_a_thousand_links_is_whole() => Lab.Run(lab =>
    {
        lab.Tool("seq 500 | sed 's/.*/link add a& type veth peer name b&/' | ip -batch -");
        using var host = RouteSocket.Open();

        Assert.Equal(1001, host.Links.List().DistinctBy(link => link.Index).Count());
    });
}
