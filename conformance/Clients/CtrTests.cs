using Tests;
using Xunit;

namespace Conformance.Clients;

/// <summary><c>ctr run --cni</c>, which calls the plugins itself, and at DEL no longer knows the namespace.</summary>
public class CtrTests
{
    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void A_container_has_an_address_is_reached_from_the_host_and_leaves_nothing(string release) =>
        Containerd.Run(release, Network.List(backend: ""), containerd =>
        {
            var run = containerd.Start($"{containerd.Ctr} run --rm --cni --cgroup /{containerd.ControlGroup}/web {Image.Name} web httpd -f -v -h /www");
            containerd.Until("the web server listens", () => containerd.Try("curl --silent --max-time 1 http://10.77.0.2/").Out == Image.Page);

            string addresses = containerd.Tool($"{containerd.Ctr} task exec --exec-id look web ip address show dev eth0");
            Assert.Contains("inet 10.77.0.2/24", addresses);
            Assert.Contains("inet6 fd00:77::2/64", addresses);
            Assert.Equal(Image.Page, containerd.Get("http://[fd00:77::2]/"));
            containerd.Tool("ping -c 1 10.77.0.2 && ping -c 1 fd00:77::2");
            Assert.Contains("/sys/fs/cgroup/", containerd.Leftovers());   // what is looked for at the end is there to be found now

            containerd.Tool($"{containerd.Ctr} task kill --signal KILL web");
            run.Wait();
            containerd.AssertNothingIsLeft();
        });

    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void Containers_one_after_the_other_each_get_an_address_and_give_it_back(string release) =>
        Containerd.Run(release, Network.List(), containerd =>
        {
            for (int i = 0; i < 3; i++)
                Assert.Contains($"inet 10.77.0.{2 + i}/24", containerd.Tool(
                    $"{containerd.Ctr} run --rm --cni --cgroup /{containerd.ControlGroup}/c{i} {Image.Name} c{i} ip -4 address show dev eth0"));
            containerd.AssertNothingIsLeft();
        });
}
