using System.Text;
using System.Text.Json;
using Cni;
using Xunit;

namespace Tests.Commands;

/// <summary>The runtime's side of CNI over plugins that are shell scripts, which write down what they are told.</summary>
public class RuntimeTests
{
    const string Plugins = "/run/plugins", Cache = "/var/lib/cni/results/net-c1-eth0";

    static readonly Attachment s_c1 = new("c1", "/run/netns/pod", "eth0");

    static NetworkList Network(string plugins, string version = "1.0.0") =>
        NetworkList.Parse(Encoding.UTF8.GetBytes($$"""{"cniVersion":"{{version}}","name":"net","plugins":[{{plugins}}]}"""), "net");

    static readonly NetworkList s_chain = Network("""{"type":"first"},{"type":"second","capabilities":{"portMappings":true,"mac":false},"unknown":{"Kept":1}}""");

    static Runtime Runtime(Lab lab)
    {
        lab.Tool($$"""
            mkdir -p {{Plugins}}; cat >{{Plugins}}/first <<'END'
            #!/bin/sh
            me=$(basename $0)
            echo "$me $CNI_COMMAND $(cat)" >>/run/log
            env | sort >/run/env.$CNI_COMMAND
            [ -e /run/fails.$me.$CNI_COMMAND ] && { cat /run/fails.$me.$CNI_COMMAND; exit 1; }
            [ "$CNI_COMMAND" = ADD ] && echo '{"cniVersion":"1.0.0","interfaces":[{"name":"'$me'"}]}'
            exit 0
            END
            chmod +x {{Plugins}}/first; cp {{Plugins}}/first {{Plugins}}/second
            """);
        return new Runtime([Plugins]);
    }

    static string Log(Lab lab) => lab.Tool("touch /run/log; cat /run/log; rm /run/log");

    static AttachOptions Options => new()
    {
        Args = [new("IgnoreUnknown", "1"), new("K8S_POD_NAME", "p")],
        Capabilities = new Dictionary<string, JsonElement>
        {
            ["portMappings"] = JsonDocument.Parse("""[{"hostPort":80}]""").RootElement,
            ["mac"] = JsonDocument.Parse("\"02:00:00:00:00:01\"").RootElement,
        },
    };

    // What the second plugin is told of itself.
    const string Second = """
        "cniVersion":"1.0.0","name":"net","type":"second","capabilities":{"portMappings":true,"mac":false},"unknown":{"Kept":1},"runtimeConfig":{"portMappings":[{"hostPort":80}]}
        """;

    [Fact]
    public void Add_goes_forward_and_del_backward_each_told_what_came_of_it() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);

        var result = runtime.Add(s_chain, s_c1, Options);
        Assert.Equal("second", Assert.Single(result.Interfaces).Name);
        Assert.Equal($$$"""
            first ADD {"cniVersion":"1.0.0","name":"net","type":"first"}
            second ADD {{{{Second}}},"prevResult":{"cniVersion":"1.0.0","interfaces":[{"name":"first"}]}}
            """, Log(lab));

        runtime.Del(s_chain, s_c1, Options);
        Assert.Equal($$$"""
            second DEL {{{{Second}}},"prevResult":{"cniVersion":"1.0.0","interfaces":[{"name":"second"}]}}
            first DEL {"cniVersion":"1.0.0","name":"net","type":"first","prevResult":{"cniVersion":"1.0.0","interfaces":[{"name":"second"}]}}
            """, Log(lab));
        Assert.False(File.Exists(Cache));
    });

    [Fact]
    public void Plugins_get_the_variables_of_the_specification_and_of_ours_what_is_of_no_other_call() => Lab.Run(lab =>
    {
        Environment.SetEnvironmentVariable("TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        Environment.SetEnvironmentVariable("CNI_OF_ANOTHER_CALL", "1");
        try
        {
            Runtime(lab).Add(Network("""{"type":"first"}"""), s_c1, Options);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TRACEPARENT", null);
            Environment.SetEnvironmentVariable("CNI_OF_ANOTHER_CALL", null);
        }

        Assert.Equal($"""
            CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAME=p
            CNI_COMMAND=ADD
            CNI_CONTAINERID=c1
            CNI_IFNAME=eth0
            CNI_NETNS=/run/netns/pod
            CNI_PATH={Plugins}
            TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
            """, lab.Tool("grep -e ^CNI_ -e ^TRACE /run/env.ADD"));
    });

    [Fact]
    public void The_result_is_kept_in_libcnis_format() => Lab.Run(lab =>
    {
        Runtime(lab).Add(s_chain, s_c1, Options);

        var kept = JsonDocument.Parse(File.ReadAllText(Cache)).RootElement;
        string config = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            """{"cniVersion":"1.0.0","name":"net","plugins":[{"type":"first"},{"type":"second","capabilities":{"portMappings":true,"mac":false},"unknown":{"Kept":1}}]}"""));
        Assert.Equal($$$"""
            {"kind":"cniCacheV1","containerId":"c1","config":"{{{config}}}","ifName":"eth0","networkName":"net","netns":"/run/netns/pod",
            "cniArgs":[["IgnoreUnknown","1"],["K8S_POD_NAME","p"]],"capabilityArgs":{"portMappings":[{"hostPort":80}],"mac":"02:00:00:00:00:01"},
            "result":{"cniVersion":"1.0.0","interfaces":[{"name":"second"}]}}
            """.ReplaceLineEndings(""), kept.GetRawText());
        Assert.Equal("700 600", lab.Tool($"stat -c %a {Path.GetDirectoryName(Cache)} {Cache} | xargs"));
    });

    [Fact]
    public void A_failed_add_is_told_with_its_code_and_taken_back() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        lab.Tool("""echo '{"code":11,"msg":"try again later","details":"the details"}' >/run/fails.second.ADD""");

        var error = Assert.Throws<CniError>(() => runtime.Add(s_chain, s_c1, Options));

        Assert.Equal("""plugin type="second" name="net" failed (add): try again later; the details""", error.Sentence);
        Assert.Equal(CniErrorCode.TryAgainLater, error.Code);
        Assert.Equal(["first ADD", "second ADD", "second DEL", "first DEL"], Log(lab).Split('\n').Select(line => line[..line.IndexOf(" {", StringComparison.Ordinal)]));
        Assert.False(File.Exists(Cache));
    });

    [Fact]
    public void Taking_back_a_failed_add_goes_on_past_a_plugin_that_cannot() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        lab.Tool(": >/run/fails.second.ADD; : >/run/fails.second.DEL");

        Assert.Throws<CniError>(() => runtime.Add(s_chain, s_c1, Options));

        Assert.Contains("first DEL ", Log(lab));
    });

    [Fact]
    public void A_failed_del_stops_and_can_be_tried_again() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        runtime.Add(s_chain, s_c1, Options);
        lab.Tool(": >/run/fails.second.DEL");

        Assert.Equal("""plugin type="second" name="net" failed (delete): netplugin failed with no error message: exit status 1""",
            Assert.Throws<CniError>(() => runtime.Del(s_chain, s_c1, Options)).Sentence);
        Assert.True(File.Exists(Cache));

        lab.Tool("rm /run/fails.second.DEL");
        runtime.Del(s_chain, s_c1, Options);
        runtime.Del(s_chain, s_c1, Options);
        Assert.False(File.Exists(Cache));
    });

    [Theory]
    [InlineData("half a resu")]
    [InlineData("")]
    public void A_result_that_a_crash_cut_off_does_not_keep_a_container(string content) => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        runtime.Add(s_chain, s_c1, Options);
        File.WriteAllText(Cache, content);
        Log(lab);

        runtime.Del(s_chain, s_c1, Options);

        Assert.DoesNotContain("prevResult", Log(lab));
        Assert.False(File.Exists(Cache));
    });

    [Fact]
    public void A_bare_result_of_an_old_runtime_is_read() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        runtime.Add(s_chain, s_c1, Options);
        File.WriteAllText(Cache, """{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.1.0.2/24"}]}""");

        Assert.Equal("10.1.0.2/24", Assert.Single(runtime.Find(s_chain, s_c1)!.Ips).Address.ToString());
    });

    [Fact]
    public void Check_tells_every_plugin_the_last_result_in_forward_order() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        runtime.Add(s_chain, s_c1, Options);
        Log(lab);

        runtime.Check(s_chain, s_c1, AttachOptions.None);

        Assert.Equal(["first CHECK", "second CHECK"], Log(lab).Split('\n').Select(line => line[..line.IndexOf(" {", StringComparison.Ordinal)]));
        Assert.Equal("configuration version \"0.3.1\" does not support the CHECK command",
            Assert.Throws<CniError>(() => runtime.Check(Network("""{"type":"first"}""", "0.3.1"), s_c1, AttachOptions.None)).Message);
    });

    [Fact]
    public void Gc_deletes_what_is_kept_for_nobody_and_then_asks_every_plugin() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        var network = Network("""{"type":"first"}""", "1.1.0");
        runtime.Add(network, s_c1, AttachOptions.None);
        runtime.Add(network, s_c1 with { ContainerId = "c2" }, AttachOptions.None);
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
        var runtime = Runtime(lab);
        var network = Network("""{"type":"first","capabilities":{"portMappings":true}}""", "1.1.0");
        runtime.Add(network, s_c1, Options);
        Log(lab);

        runtime.Gc(network, new HashSet<AttachmentKey>());

        Assert.Contains("\"runtimeConfig\":{\"portMappings\":[{\"hostPort\":80}]}", Log(lab).Split('\n')[0]);
        Assert.Equal("IgnoreUnknown=1;K8S_POD_NAME=p", lab.Tool("grep ^CNI_ARGS= /run/env.DEL | cut -d= -f2-"));
    });

    [Fact]
    public void Gc_without_a_list_keeps_what_is_alive_and_tells_the_plugins_so() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        var network = Network("""{"type":"first"}""", "1.1.0");
        foreach (string id in (string[])["c1", "c2", "c3"])
            runtime.Add(network, s_c1 with { ContainerId = id }, AttachOptions.None);
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
        var runtime = Runtime(lab);
        var network = Network("""{"type":"first"}""", "1.1.0");
        runtime.Add(network, s_c1, AttachOptions.None);
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
        var runtime = Runtime(lab);
        lab.Tool("mkdir -p /run/cni/locks");
        var add = lab.Start("flock -s /run/cni/locks/net sh -c 'echo held; read end'");
        add.ReadLine();
        var network = Network("""{"type":"first"}""", "1.1.0");
        runtime.Add(network, s_c1, AttachOptions.None);   // beside the other one
        var gc = new Thread(() => runtime.Gc(network, new HashSet<AttachmentKey>()));
        gc.Start();

        runtime.Gc(Named("other"), new HashSet<AttachmentKey>());
        Assert.False(gc.Join(TimeSpan.FromMilliseconds(200)));
        add.WriteLine("end");
        Assert.True(gc.Join(TimeSpan.FromSeconds(20)));
    });

    static NetworkList Named(string name) =>
        NetworkList.Parse(Encoding.UTF8.GetBytes($$"""{"cniVersion":"1.1.0","name":"{{name}}","plugins":[{"type":"first"}]}"""), "test");

    [Fact]
    public void A_plugin_that_is_missing_is_named_with_the_places_looked_at() => Lab.Run(lab =>
    {
        var error = Assert.Throws<CniError>(() => new Runtime(["/opt/none", Plugins]).Add(Network("""{"type":"ghost"}"""), s_c1, Options));
        Assert.Equal($"""plugin type="ghost" name="net" failed (add): failed to find plugin "ghost" in path [/opt/none {Plugins}]""", error.Sentence);
    });

    [Fact]
    public void What_is_still_being_written_is_waited_for() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir {Plugins}; cp /bin/true {Plugins}/busy");
        var writer = lab.Start($"sh -c 'exec 3>>{Plugins}/busy; echo open; read go; exec 3>&-; echo closed; read end'");
        writer.ReadLine();
        var attempt = new Thread(() => new Runtime([Plugins]).Del(Network("""{"type":"busy"}"""), s_c1, Options));
        attempt.Start();

        Assert.False(attempt.Join(TimeSpan.FromMilliseconds(200)));
        writer.WriteLine("go");
        Assert.True(attempt.Join(TimeSpan.FromSeconds(20)));
    });

    [Fact]
    public void Names_that_would_leave_the_folder_never_get_there() => Lab.Run(lab =>
    {
        var runtime = Runtime(lab);
        Assert.Equal("invalid characters in containerID", Assert.Throws<CniError>(() => runtime.Add(s_chain, s_c1 with { ContainerId = "../c1" }, Options)).Message);
        Assert.Equal("interface name contains / or : or whitespace characters",
            Assert.Throws<CniError>(() => runtime.Add(s_chain, s_c1 with { IfName = "../eth0" }, Options)).Message);
        Assert.Equal("missing containerID", Assert.Throws<CniError>(() => runtime.Add(s_chain, s_c1 with { ContainerId = "" }, Options)).Message);
        Assert.Equal("", Log(lab));
    });
}
