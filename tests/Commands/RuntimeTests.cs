using System.Text;
using System.Text.Json;
using Cni;
using Xunit;
using static Tests.Commands.ScriptedPlugins;

namespace Tests.Commands;

/// <summary>The runtime's side of CNI over plugins that are shell scripts, which write down what they are told.</summary>
public class RuntimeTests
{
    // What the second plugin is told of itself.
    const string Second = """
        "cniVersion":"1.0.0","name":"net","type":"second","capabilities":{"portMappings":true,"mac":false},"unknown":{"Kept":1},"runtimeConfig":{"portMappings":[{"hostPort":80}]}
        """;

    [Fact]
    public void Add_goes_forward_and_del_backward_each_told_what_came_of_it() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);

        var result = runtime.Add(TwoPlugins, C1, Options);
        Assert.Equal("second", Assert.Single(result.Interfaces).Name);
        Assert.Equal($$$"""
            first ADD {"cniVersion":"1.0.0","name":"net","type":"first"}
            second ADD {{{{Second}}},"prevResult":{"cniVersion":"1.0.0","interfaces":[{"name":"first"}]}}
            """, Log(lab));

        runtime.Del(TwoPlugins, C1, Options);
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
            NewRuntime(lab).Add(NetworkOf("""{"type":"first"}"""), C1, Options);
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
            CNI_PATH={Scripts}
            TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
            """, lab.Tool("grep -e ^CNI_ -e ^TRACE /run/env.ADD"));
    });

    [Fact]
    public void The_result_is_kept_in_libcnis_format() => Lab.Run(lab =>
    {
        NewRuntime(lab).Add(TwoPlugins, C1, Options);

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
        var runtime = NewRuntime(lab);
        lab.Tool("""echo '{"code":11,"msg":"try again later","details":"the details"}' >/run/fails.second.ADD""");

        var error = Assert.Throws<CniError>(() => runtime.Add(TwoPlugins, C1, Options));

        Assert.Equal("""plugin type="second" name="net" failed (add): try again later; the details""", error.Sentence);
        Assert.Equal(CniErrorCode.TryAgainLater, error.Code);
        Assert.Equal(["first ADD", "second ADD", "second DEL", "first DEL"], Log(lab).Split('\n').Select(line => line[..line.IndexOf(" {", StringComparison.Ordinal)]));
        Assert.False(File.Exists(Cache));
    });

    [Fact]
    public void Taking_back_a_failed_add_goes_on_past_a_plugin_that_cannot() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        lab.Tool(": >/run/fails.second.ADD; : >/run/fails.second.DEL");

        Assert.Throws<CniError>(() => runtime.Add(TwoPlugins, C1, Options));

        Assert.Contains("first DEL ", Log(lab));
    });

    [Fact]
    public void A_failed_del_stops_and_can_be_tried_again() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        runtime.Add(TwoPlugins, C1, Options);
        lab.Tool(": >/run/fails.second.DEL");

        Assert.Equal("""plugin type="second" name="net" failed (delete): netplugin failed with no error message: exit status 1""",
            Assert.Throws<CniError>(() => runtime.Del(TwoPlugins, C1, Options)).Sentence);
        Assert.True(File.Exists(Cache));

        lab.Tool("rm /run/fails.second.DEL");
        runtime.Del(TwoPlugins, C1, Options);
        runtime.Del(TwoPlugins, C1, Options);
        Assert.False(File.Exists(Cache));
    });

    [Theory]
    [InlineData("half a resu")]
    [InlineData("")]
    public void A_result_that_a_crash_cut_off_does_not_keep_a_container(string content) => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        runtime.Add(TwoPlugins, C1, Options);
        File.WriteAllText(Cache, content);
        Log(lab);

        runtime.Del(TwoPlugins, C1, Options);

        Assert.DoesNotContain("prevResult", Log(lab));
        Assert.False(File.Exists(Cache));
    });

    [Fact]
    public void A_bare_result_of_an_old_runtime_is_read() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        runtime.Add(TwoPlugins, C1, Options);
        File.WriteAllText(Cache, """{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.1.0.2/24"}]}""");

        Assert.Equal("10.1.0.2/24", Assert.Single(runtime.Find(TwoPlugins, C1)!.Ips).Address.ToString());
    });

    [Fact]
    public void Check_tells_every_plugin_the_last_result_in_forward_order() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        runtime.Add(TwoPlugins, C1, Options);
        Log(lab);

        runtime.Check(TwoPlugins, C1, AttachOptions.None);

        Assert.Equal(["first CHECK", "second CHECK"], Log(lab).Split('\n').Select(line => line[..line.IndexOf(" {", StringComparison.Ordinal)]));
        Assert.Equal("configuration version \"0.3.1\" does not support the CHECK command",
            Assert.Throws<CniError>(() => runtime.Check(NetworkOf("""{"type":"first"}""", "0.3.1"), C1, AttachOptions.None)).Message);
    });

    [Fact]
    public void A_plugin_that_is_missing_is_named_with_the_places_looked_at() => Lab.Run(lab =>
    {
        var error = Assert.Throws<CniError>(() => new Runtime(["/opt/none", Scripts]).Add(NetworkOf("""{"type":"ghost"}"""), C1, Options));
        Assert.Equal($"""plugin type="ghost" name="net" failed (add): failed to find plugin "ghost" in path [/opt/none {Scripts}]""", error.Sentence);
    });

    [Fact]
    public void What_is_still_being_written_is_waited_for() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir {Scripts}; cp /bin/true {Scripts}/busy");
        var writer = lab.Start($"sh -c 'exec 3>>{Scripts}/busy; echo open; read go; exec 3>&-; echo closed; read end'");
        writer.ReadLine();
        var attempt = new Thread(() => new Runtime([Scripts]).Del(NetworkOf("""{"type":"busy"}"""), C1, Options));
        attempt.Start();

        Assert.False(attempt.Join(TimeSpan.FromMilliseconds(200)));
        writer.WriteLine("go");
        Assert.True(attempt.Join(TimeSpan.FromSeconds(20)));
    });

    [Fact]
    public void Names_that_would_leave_the_folder_never_get_there() => Lab.Run(lab =>
    {
        var runtime = NewRuntime(lab);
        Assert.Equal("invalid characters in containerID", Assert.Throws<CniError>(() => runtime.Add(TwoPlugins, C1 with { ContainerId = "../c1" }, Options)).Message);
        Assert.Equal("interface name contains / or : or whitespace characters",
            Assert.Throws<CniError>(() => runtime.Add(TwoPlugins, C1 with { IfName = "../eth0" }, Options)).Message);
        Assert.Equal("missing containerID", Assert.Throws<CniError>(() => runtime.Add(TwoPlugins, C1 with { ContainerId = "" }, Options)).Message);
        Assert.Equal("", Log(lab));
    });
}
