using Xunit;
using static Tests.Commands.Network;
using static Tests.Commands.TunedPod;

namespace Tests.Commands;

/// <summary>What was there before is kept in a file that the reference plugin could read, until DEL or GC.</summary>
public class TuningBackupTests
{
    const string File = "/run/cni/tuning/pod_eth0.json";

    [Fact]
    public void Del_works_without_the_namespace_and_without_the_link() => Lab.Run(lab =>
    {
        MakeLink(lab);
        string config = Chained(""" "mtu":1400,"sysctl":{"net.core.somaxconn":"99"}, """);
        Succeed(Tuning.Add(lab, config));
        lab.In("pod", "ip link del eth0");
        Succeed(Tuning.Del(lab, Config("")));
        Assert.Equal("4096", Sysctl(lab, "core/somaxconn"));

        lab.Tool("ip link add host1 type veth peer name eth0 netns pod");
        Succeed(Tuning.Add(lab, config));
        Succeed((Tuning with { NetNs = "/run/netns/gone" }).Del(lab, Config("")));
        Succeed((Tuning with { NetNs = "" }).Del(lab, Config("")));
        Succeed((Tuning with { Container = new string('c', 300) }).Del(lab, Config("")));

        Assert.Equal("", lab.Tool("ls /run/cni/tuning"));
    });

    [Fact]
    public void Two_tunings_in_a_chain_set_back_what_was_there_before_both() => Lab.Run(lab =>
    {
        MakeLink(lab);
        string before = Describe(lab);
        Succeed(Tuning.Add(lab, Chained(""" "mtu":1400,"sysctl":{"net.core.somaxconn":"99"}, """)));
        Succeed(Tuning.Add(lab, Chained(""" "mtu":1300,"txQLen":5,"sysctl":{"net.core.somaxconn":"77"}, """)));

        Succeed(Tuning.Del(lab, Config("")));
        Succeed(Tuning.Del(lab, Config("")));

        Assert.Equal(before, Describe(lab));
        Assert.Equal("4096", Sysctl(lab, "core/somaxconn"));
    });

    [Fact]
    public void The_file_is_the_references_with_more_in_it() => Lab.Run(lab =>
    {
        MakeLink(lab);
        Succeed(Tuning.Add(lab, Chained(""" "mac":"02:00:00:00:00:09","mtu":1400,"promisc":true,"allmulti":true,"txQLen":77,"sysctl":{"net.core.somaxconn":"99"}, """)));

        Assert.Equal("""
            {
             "mac": "02:00:00:00:00:01",
             "promisc": false,
             "mtu": 1500,
             "allmulti": false,
             "txQLen": 1000,
             "network": "net",
             "sysctl": {
              "net/core/somaxconn": "4096"
             }
            }
            """, lab.Tool($"cat {File}"));
        Assert.Equal("600", lab.Tool($"stat -c %a {File}"));
    });

    [Fact]
    public void Half_a_file_keeps_nobody_from_del() => Lab.Run(lab =>
    {
        MakeLink(lab);
        lab.Tool($"mkdir -p /run/cni/tuning; echo '{{ \"mtu\": 14' >{File}");

        Succeed(Tuning.Del(lab, Config("")));

        Assert.Equal("", lab.Tool("ls /run/cni/tuning"));
    });

    [Fact]
    public void Gc_removes_the_files_of_the_networks_own_that_are_gone() => Lab.Run(lab =>
    {
        MakeLink(lab);
        foreach (string container in (string[])["live", "dead"])
            Succeed((Tuning with { Container = container }).Add(lab, Chained(""" "mtu":1400, """)));
        lab.Tool("""cd /run/cni/tuning; sed s/net/other/ dead_eth0.json >others_eth0.json; echo '{ "mtu": 1500 }' >references_eth0.json; echo >broken.json; echo >a.txt""");

        Succeed(Tuning.Run(lab, "GC", Config(""" "cni.dev/valid-attachments":[{"containerID":"live","ifname":"eth0"}], """, "1.1.0")));

        Assert.Equal("a.txt\nbroken.json\nlive_eth0.json\nothers_eth0.json\nreferences_eth0.json", lab.Tool("ls /run/cni/tuning"));
        Succeed(Tuning.Run(lab, "GC", Config(""" "dataDir":"/run/none","cni.dev/valid-attachments":[], """, "1.1.0")));
    });
}
