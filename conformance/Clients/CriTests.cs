using Tests;
using Xunit;

namespace Conformance.Clients;

/// <summary>containerd's CRI plugin, driven as a kubelet drives it.</summary>
public class CriTests
{
    [Theory]
    [InlineData(Containerd.Older, Network.Nft)]
    [InlineData(Containerd.Older, Network.Iptables)]
    [InlineData(Containerd.Newer, Network.Nft)]
    [InlineData(Containerd.Newer, Network.Iptables)]
    public void A_pod_resolves_by_its_own_servers_and_its_port_is_the_hosts(string release, string backend) =>
        Containerd.Run(release, Network.List(backend: backend), containerd =>
        {
            var pod = Sandbox.Start(containerd, "pod", hostPort: 18080);
            string container = pod.StartContainer("c", "sleep", "1000");

            Assert.Equal(["10.77.0.2", "fd00:77::2"], pod.Addresses());
            Assert.Equal("search default.svc.cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n", pod.Exec(container, "cat", "/etc/resolv.conf"));
            Assert.Contains("127.0.0.1/8", pod.Exec(container, "ip", "address", "show", "dev", "lo"));
            foreach (string place in (string[])["10.77.0.2", "10.77.0.1:18080", "127.0.0.1:18080", "[fd00:77::2]", "[fd00:77::1]:18080"])
                Assert.Equal(Image.Page, containerd.Get($"http://{place}/"));

            pod.Stop();
            pod.Remove();
            containerd.AssertNothingIsLeft();
        });

    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void A_pod_reaches_another_pods_host_port_and_its_own(string release) =>
        Containerd.Run(release, Network.List(), containerd =>
        {
            var pods = Sandbox.StartAll(containerd, Sandbox.Config(containerd, "one", 18081), Sandbox.Config(containerd, "two"));
            foreach (var pod in pods)
            {
                string container = pod.StartContainer("c", "sleep", "1000");
                Assert.Equal(Image.Page, pod.Exec(container, "timeout", "10", "wget", "-q", "-O", "-", "http://10.77.0.1:18081/"));
            }
            Sandbox.RemoveAll(containerd, pods);
            containerd.AssertNothingIsLeft();
        });

    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void Twenty_pods_at_once_have_twenty_addresses_and_twenty_ports(string release) =>
        Containerd.Run(release, Network.List(), containerd =>
        {
            int[] numbers = [.. Enumerable.Range(0, 20)];
            var pods = Sandbox.StartAll(containerd, [.. numbers.Select(i => Sandbox.Config(containerd, $"pod{i}", 19000 + i))]);

            string[] addresses = [.. pods.SelectMany(pod => pod.Addresses())];
            Assert.Equal(40, addresses.Distinct().Count());
            foreach (int i in numbers)
                Assert.Equal(Image.Page, containerd.Get($"http://10.77.0.1:{19000 + i}/"));

            Sandbox.RemoveAll(containerd, pods);
            containerd.AssertNothingIsLeft();
        });

    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void A_pod_is_stopped_and_removed_more_than_once_and_every_DEL_succeeds(string release) =>
        Containerd.Run(release, Network.List(), containerd =>
        {
            containerd.Witness("portmap");
            var pods = Sandbox.StartAll(containerd, Sandbox.Config(containerd, "goes", 18080), Sandbox.Config(containerd, "stays", 18081));
            string[] staying = pods[1].Addresses();

            pods[0].Stop();
            pods[0].Stop();
            pods[0].Remove();
            pods[0].Remove();

            var dels = containerd.Witnessed().Where(call => call.StartsWith("DEL")).ToArray();
            Assert.True(dels.Length > 1, $"containerd called DEL {dels.Length} times");
            Assert.Contains("DEL ", dels);   // the last with an empty CNI_NETNS
            Assert.Equal(staying, pods[1].Addresses());
            Assert.Equal(Image.Page, containerd.Get("http://10.77.0.1:18081/"));

            Sandbox.RemoveAll(containerd, pods[1..]);
            containerd.AssertNothingIsLeft();
        });

    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void A_pod_for_which_there_is_no_address_is_refused_in_our_words_and_leaves_nothing(string release) =>
        Containerd.Run(release, Network.List(range: """, "rangeStart": "10.77.0.9", "rangeEnd": "10.77.0.9" """), containerd =>
        {
            var pod = Sandbox.Start(containerd, "pod");
            string before = containerd.Leftovers();

            var refusal = Assert.Throws<CriException>(() => Sandbox.Start(containerd, "late", hostPort: 18080));
            Assert.Contains("no IP addresses available in range set: 10.77.0.9-10.77.0.9", refusal.Message);

            containerd.Until("the refused pod is gone", () => containerd.Leftovers() == before);
            Sandbox.RemoveAll(containerd, [pod]);
            containerd.AssertNothingIsLeft();
        });
}
