using Tests;
using Xunit;

namespace Conformance.Clients;

/// <summary>podman with its default network: bridge, portmap, firewall and tuning, of which no file says anything.</summary>
public class PodmanTests
{
    [Fact]
    public void A_container_has_an_address_its_port_is_the_hosts_and_it_leaves_nothing() => Podman.Run((podman, lab) =>
    {
        podman.Serve("web", "--publish 1314:80 --publish 127.0.0.1:1315:80/tcp");

        Assert.Equal(["10.88.0.2/16"], podman.Addresses("web"));
        foreach (string place in (string[])["10.88.0.2", "127.0.0.1:1314", "10.88.0.1:1314", "127.0.0.1:1315"])
            Assert.Equal(Image.Page, podman.Get($"http://{place}/"));
        Assert.Equal(Image.Page, podman.Once("", "timeout 10 wget -q -O - http://10.88.0.1:1314/"));
        Assert.NotEqual(0, podman.Try("curl --silent --max-time 2 http://10.88.0.1:1315/").ExitCode);
        Assert.Contains("veth", podman.Leftovers());   // what is looked for at the end is there to be found now

        podman.RemoveAll();
    });

    [Fact]
    public void A_container_that_is_stopped_and_started_is_published_again() => Podman.Run((podman, lab) =>
    {
        podman.Serve("web", "--publish 1314:80");

        podman.Tool("podman stop --time 0 web");
        Assert.Equal(7, podman.Try("curl --silent --max-time 5 http://127.0.0.1:1314/").ExitCode);
        podman.Tool("podman start web");
        Assert.Equal(Image.Page, podman.Get("http://127.0.0.1:1314/"));
        podman.Tool("podman restart --time 0 web");
        Assert.Equal(Image.Page, podman.Get("http://127.0.0.1:1314/"));

        podman.RemoveAll();
    });

    [Fact]
    public void Reload_brings_back_rules_that_were_flushed_with_the_same_addresses() => Podman.Run((podman, lab) =>
    {
        podman.Serve("web", "--publish 1314:80");
        string look = "podman exec web ip address show dev eth0 | grep -E 'link/ether|inet 10'", before = podman.Tool(look);

        podman.Tool("nft flush ruleset");
        Assert.NotEqual(0, podman.Try("curl --silent --max-time 2 http://127.0.0.1:1314/").ExitCode);
        podman.Tool("podman network reload web");

        Assert.Equal(before, podman.Tool(look));
        Assert.Equal(Image.Page, podman.Get("http://127.0.0.1:1314/"));
        podman.RemoveAll();
    });

    [Fact]
    public void An_address_that_is_taken_is_refused_in_our_words_and_leaves_nothing() => Podman.Run((podman, lab) =>
    {
        podman.Serve("web", "--ip 10.88.3.3");
        string before = podman.Leftovers();

        var refused = podman.TryOnce("--ip 10.88.3.3 --publish 1314:80", "true");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("requested IP address 10.88.3.3 is not available in range set", refused.Err);
        Assert.Equal(before, podman.Leftovers());
        podman.RemoveAll();
    });

    [Fact]
    public void A_pod_shares_one_address_and_its_published_port() => Podman.Run((podman, lab) =>
    {
        podman.Tool("podman network create --subnet 10.89.0.0/24 n1");
        podman.Tool($"podman pod create --name pod --cgroup-parent /{podman.ControlGroup} --infra-image {Image.Name} --infra-command '/bin/sleep 1000' "
            + "--publish 1315:80 --network n1");
        podman.Tool($"podman run --detach --pod pod --name one {Image.Name} httpd -f -h /www");
        podman.Tool($"podman run --detach --pod pod --name two {Image.Name} sleep 1000");

        Assert.Equal(["10.89.0.2/24"], podman.Addresses("two"));
        Assert.Equal(Image.Page, podman.Get("http://127.0.0.1:1315/"));
        Assert.Equal(Image.Page, podman.Tool("podman exec two timeout 10 wget -q -O - http://127.0.0.1/"));

        podman.RemoveAll();
    });

    [Fact]
    public void Ten_containers_at_once_have_ten_addresses_and_ten_ports() => Podman.Run((podman, lab) =>
    {
        podman.Tool(string.Join(" & ", Enumerable.Range(0, 10).Select(i =>
            $"podman run --detach --cgroup-parent /{podman.ControlGroup} --name c{i} --publish {1400 + i}:80 {Image.Name} httpd -f -h /www")) + " & wait");

        Assert.Equal(10, Enumerable.Range(0, 10).SelectMany(i => podman.Addresses($"c{i}")).Distinct().Count());
        foreach (int i in Enumerable.Range(0, 10))
            Assert.Equal(Image.Page, podman.Get($"http://127.0.0.1:{1400 + i}/"));

        podman.RemoveAll();
    });

    [Fact]
    public void Buildah_runs_a_step_in_the_network_and_leaves_nothing() => Podman.Run((podman, lab) =>
    {
        podman.Serve("web");
        File.WriteAllText("/run/test/Containerfile",
            $"FROM {Image.Name}\nRUN timeout 10 wget -q -O /www/got http://10.88.0.2/ && ip address show dev eth0 >/www/eth0\n");

        podman.Tool("buildah bud --quiet --isolation oci --runtime $(sed -n 's/^runc = ..\\(.*\\)..$/\\1/p' $CONTAINERS_CONF) "
            + "--ulimit nofile=4096:4096 --ulimit nproc=32768:32768 --file /run/test/Containerfile --tag built /run/test/net.d");

        Assert.Equal(Image.Page, podman.Tool($"podman run --rm --network none --cgroup-parent /{podman.ControlGroup} built cat /www/got"));
        Assert.Contains("inet 10.88.0.3/16", podman.Tool($"podman run --rm --network none --cgroup-parent /{podman.ControlGroup} built cat /www/eth0"));
        podman.RemoveAll();
    });
}
