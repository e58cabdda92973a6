using Conformance.Clients.Cri;
using Xunit;

namespace Conformance.Clients;

/// <summary>STATUS, which containerd 2 asks of a 1.1.0 network and tells the kubelet as NetworkReady.</summary>
public class StatusTests
{
    const string OneAddress = """, "rangeStart": "10.77.0.9", "rangeEnd": "10.77.0.9" """;

    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void A_network_is_ready_in_every_version(string release) =>
        Containerd.Run(release, Network.List("0.4.0"), containerd =>
        {
            foreach (string version in (string[])["0.4.0", "1.0.0", "1.1.0"])
            {
                if (release == Containerd.Older && version == "1.1.0") continue;   // its library is older than that
                containerd.Change(Network.List(version));
                containerd.Until($"a {version} network is ready", () => NetworkReady(containerd).Status);
            }
        });

    [Fact]
    public void A_network_without_a_free_address_is_not_ready_until_one_is_given_back() =>
        Containerd.Run(Containerd.Newer, Network.List("1.1.0", range: OneAddress), containerd =>
        {
            containerd.Until("the network is ready", () => NetworkReady(containerd).Status);
            var pod = Sandbox.Start(containerd, "pod");

            var condition = NetworkReady(containerd);
            Assert.False(condition.Status, "the pool is exhausted, and yet the network is ready");
            Assert.Contains("no IP addresses available in range set: 10.77.0.9-10.77.0.9", condition.Message);

            Sandbox.RemoveAll(containerd, [pod]);
            Assert.True(NetworkReady(containerd).Status);
            containerd.AssertNothingIsLeft();
        });

    [Fact]
    public void The_same_network_in_version_1_0_0_is_not_asked() =>
        Containerd.Run(Containerd.Newer, Network.List("1.0.0", range: OneAddress), containerd =>
        {
            containerd.Witness("bridge");
            var pod = Sandbox.Start(containerd, "pod");
            Assert.True(NetworkReady(containerd).Status);
            Assert.DoesNotContain(containerd.Witnessed(), call => call.StartsWith("STATUS"));
            Sandbox.RemoveAll(containerd, [pod]);
            containerd.AssertNothingIsLeft();
        });

    static RuntimeCondition NetworkReady(Containerd containerd) =>
        containerd.Cri.Call("Status", new StatusRequest(), StatusResponse.Parser).Status.Conditions.Single(condition => condition.Type == "NetworkReady");
}
