using System.Text;
using Cni;
using Xunit;
using static Tests.Commands.ScriptedPlugins;

namespace Tests.Commands;

/// <summary>The runtime's GC: what of its attachments nobody needs any more, and what plugins are told of the others.</summary>
public class RuntimeGcTests
{
    [Fact]
    public void Gc_deletes_what_is_kept_for_nobody_and_then_asks_every_plugin() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        var network = NetworkOf("""{"type":"first"}""", "1.1.0");
        runtime.Add(network, C1, AttachOptions.None);
        runtime.Add(network, C1 with { ContainerId = "c2" }, AttachOptions.None);
        Log(lab);

        runtime.Gc(network, new HashSet<AttachmentKey> { new("c2", "eth0") });

        var log = Log(lab).Split('\n');
        Assert.StartsWith("first DEL ", log[0]);
        Assert.Equal("""
            first GC {"cniVersion":"1.1.0","name":"net","type":"first","cni.dev/valid-attachments":[{"containerID":"c2","ifname":"eth0"}],
            "cni.dev/attachments":[{"containerID":"c2","ifname":"eth0"}]}
            """.ReplaceLineEndings(""), log[1]);
        Assert.Equal("net-c2-eth0", lab.Tool("ls /var/lib/cni/results"));
    });

    [Fact]
    public void What_gc_deletes_is_asked_for_as_its_add_was() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        var network = NetworkOf("""{"type":"first","capabilities":{"portMappings":true}}""", "1.1.0");
        runtime.Add(network, C1, Options);
        Log(lab);

        runtime.Gc(network, new HashSet<AttachmentKey>());

        Assert.Contains("\"runtimeConfig\":{\"portMappings\":[{\"hostPort\":80}]}", Log(lab).Split('\n')[0]);
        Assert.Equal("IgnoreUnknown=1;K8S_POD_NAME=p", lab.Tool("grep ^CNI_ARGS= /run/env.DEL | cut -d= -f2-"));
    });

    [Fact]
    public void Gc_without_a_list_keeps_what_is_alive_and_tells_the_plugins_so() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        var network = NetworkOf("""{"type":"first"}""", "1.1.0");
        foreach (string id in (string[])["c1", "c2", "c3"])
            runtime.Add(network, C1 with { ContainerId = id }, AttachOptions.None);
        Log(lab);

        var gone = runtime.Gc(network, new HashSet<AttachmentKey> { new("c3", "eth0") }, cached => cached.Attachment.ContainerId == "c2");

        Assert.Equal("c1", Assert.Single(gone).Attachment.ContainerId);
        var log = Log(lab).Split('\n');
        Assert.Equal(2, log.Length);
        Assert.Contains("""[{"containerID":"c2","ifname":"eth0"},{"containerID":"c3","ifname":"eth0"}]""", log[1]);
    });

    [Fact]
    public void A_file_that_is_no_result_is_left_alone_by_gc() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        var network = NetworkOf("""{"type":"first"}""", "1.1.0");
        runtime.Add(network, C1, AttachOptions.None);
        lab.Tool("""
            cd /var/lib/cni/results; : >net-empty-eth0; echo '{"kind":"cniCacheV1","networkName":"net","containerId":"../x","ifName":"eth0"}' >net-hostile-eth0
            echo '{"kind":"other"}' >net-other-eth0; echo '{"kind":"cniCacheV1","networkName":"net-2","containerId":"c","ifName":"eth0"}' >net-2-c-eth0
            """);
        Log(lab);

        runtime.Gc(network, new HashSet<AttachmentKey>());

        Assert.Equal(["first DEL", "first GC"], Log(lab).Split('\n').Select(line => line[..line.IndexOf(" {", StringComparison.Ordinal)]));
        Assert.Equal("net-2-c-eth0 net-empty-eth0 net-hostile-eth0 net-other-eth0", lab.Tool("ls /var/lib/cni/results | xargs"));
    });

    [Fact]
    public void Gc_waits_for_an_add_of_its_network_and_not_for_one_of_another() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        lab.Tool("mkdir -p /run/cni/locks");
        var add = lab.Start("flock -s /run/cni/locks/net sh -c 'echo held; read end'");
        add.ReadLine();
        var network = NetworkOf("""{"type":"first"}""", "1.1.0");
        runtime.Add(network, C1, AttachOptions.None);   // beside the other one
        var gc = new Thread(() => runtime.Gc(network, new HashSet<AttachmentKey>()));
        gc.Start();

        runtime.Gc(Named("other"), new HashSet<AttachmentKey>());
        Assert.False(gc.Join(TimeSpan.FromMilliseconds(200)));
        add.WriteLine("end");
        Assert.True(gc.Join(TimeSpan.FromSeconds(20)));
    });

    static NetworkList Named(string name) =>
        NetworkList.Parse(Encoding.UTF8.GetBytes($$"""{"cniVersion":"1.1.0","name":"{{name}}","plugins":[{"type":"first"}]}"""), "test");
}
