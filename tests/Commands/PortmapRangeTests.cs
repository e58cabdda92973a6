using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class PortmapRangeTests
{
    [Fact]
    public void A_container_may_publish_a_thousand_ports_at_once() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        network.Attach("game");
        string thousand = Portmap(string.Join(',', Enumerable.Range(20_000, 1_000).Select(port => Tcp(port, containerPort: port))));

        Succeed(network.Publish("game", thousand));   // the first on this host, which has no table yet: all are refused at first
        Assert.Equal(1_000, lab.Tool("nft list map inet cni_ports ports4 | grep -o 'tcp . 2[0-9]* '").Split('\n').Length);
        Succeed(network.Publish("game", thousand));   // and once more, when all are there

        Succeed(network.Unpublish("game", thousand));
        Succeed(network.Publish("game", thousand));   // and when those that were taken away are still about to expire
        Succeed(network.Unpublish("game", thousand));
        lab.Until("the ports are gone", () => !lab.Tool("nft list map inet cni_ports ports4").Contains("elements"));
    });
}
