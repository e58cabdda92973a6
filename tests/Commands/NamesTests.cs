using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class NamesTests
{
    const string Made = """
        {"cniVersion":"1.1.0","interfaces":[{"name":"eth0","sandbox":"/run/netns/pod"}],
         "ips":[{"address":"10.44.0.2/24","gateway":"10.44.0.1","interface":0},{"address":"fd00:44::2/64","interface":0}],"dns":{"nameservers":["192.0.2.53"]}}
        """;

    static string Config(string keys = "", string aliases = "\"shop\",\"www\"", string made = Made) => With($$"""
        {"cniVersion":"1.1.0","name":"lan","type":"names","capabilities":{"aliases":true},"runtimeConfig":{"aliases":{"lan":[{{aliases}}],"other":["x"]} }{{(keys == "" ? "" : $",{keys}")}}}
        """, made);

    static PluginCall Of(string container, string name = "web", string plugin = "names") =>
        PluginCall.Ours(plugin) with { Container = container, Args = name == "" ? "" : $"IgnoreUnknown=1;K8S_POD_NAME={name}" };

    static string File(Lab lab) => lab.Tool("cat /run/cni/names/lan 2>/dev/null || true");

    [Theory]
    [InlineData("names")]
    [InlineData("dnsname")]
    public void A_container_is_written_down_and_struck_out(string plugin) => Lab.Run(lab =>
    {
        Json.AssertSame(Made, Succeed(Of("c1", plugin: plugin).Add(lab, Config())));
        Assert.Equal("10.44.0.2 web shop www # c1 eth0\nfd00:44::2 web shop www # c1 eth0", File(lab));
        Succeed(Of("c1", plugin: plugin).Check(lab, Config()));

        for (int i = 0; i < 2; i++)
            Succeed(Of("c1", plugin: plugin).Del(lab, Config(made: "null")));

        Assert.Equal("", lab.Tool("ls -A /run/cni/names"));
    });

    [Fact]
    public void A_resolver_that_reads_hosts_files_can_serve_them() => Lab.Run(lab =>
    {
        Succeed(Of("c1").Add(lab, Config("\"domainName\":\"pods.example\"")));
        lab.Tool("cp /run/cni/names/lan /etc/hosts; echo hosts: files >/etc/nsswitch.conf");
        // getent looks for addresses of a family only where there is one.
        lab.Tool("ip link add br0 up type bridge && ip addr add 10.44.0.1/24 dev br0 && ip addr add fd00:44::1/64 dev br0 nodad");

        Assert.StartsWith("10.44.0.2 ", lab.Tool("getent ahostsv4 shop"));
        Assert.StartsWith("10.44.0.2 ", lab.Tool("getent ahostsv4 web.pods.example"));
        Assert.StartsWith("fd00:44::2 ", lab.Tool("getent ahostsv6 www.pods.example"));
        Assert.Contains("web", lab.Tool("getent hosts 10.44.0.2"));
    });

    [Fact]
    public void Dnsmasq_serves_them_and_what_has_changed_since() => Lab.Run(lab =>
    {
        Succeed(Of("c1").Add(lab, Config()));
        var server = lab.Start("dnsmasq --conf-file=/dev/null --keep-in-foreground --log-facility=- --user=root --pid-file= --port=5353 --no-hosts --no-resolv "
            + "--listen-address=127.0.0.1 --bind-interfaces --addn-hosts=/run/cni/names/lan");
        server.AwaitWord("read /run/cni/names/lan");
        Assert.Contains("10.44.0.2", Ask(lab, "shop"));

        Succeed(Of("c2", "db").Add(lab, Config(aliases: "", made: Made.Replace("44.0.2", "44.0.3"))));
        Succeed(Of("c1").Del(lab, Config()));
        lab.Tool($"kill -HUP {server.Id}");
        server.AwaitWord("read /run/cni/names/lan");

        Assert.Contains("10.44.0.3", Ask(lab, "db"));
        Assert.DoesNotContain("10.44.0.2", Ask(lab, "shop"));
    });

    static string Ask(Lab lab, string name) => lab.Try($"busybox nslookup {name} 127.0.0.1:5353").Out;

    [Theory]
    [InlineData("", "{\"nameservers\":[\"192.0.2.53\"]}")]
    [InlineData("\"domainName\":\"d.example\"", "{\"nameservers\":[\"192.0.2.53\"]}")]
    [InlineData("\"resolver\":\"gateway\",\"domainName\":\"d.example\"", "{\"nameservers\":[\"10.44.0.1\",\"192.0.2.53\"],\"search\":[\"d.example\"]}")]
    [InlineData("\"resolver\":\"10.44.0.99\"", "{\"nameservers\":[\"10.44.0.99\",\"192.0.2.53\"]}")]
    public void The_container_is_told_of_a_resolver_that_there_is(string keys, string dns) => Lab.Run(lab =>
    {
        string result = Succeed(Of("c1").Add(lab, Config(keys)));

        Assert.Equal(dns, JsonDocument.Parse(result).RootElement.GetProperty("dns").GetRawText());
    });

    [Fact]
    public void Two_containers_of_one_name_keep_their_lines() => Lab.Run(lab =>
    {
        foreach (string container in (string[])["c1", "c2"])
            Succeed(Of(container).Add(lab, Config(aliases: "", made: Made.Replace("44.0.2", container == "c1" ? "44.0.2" : "44.0.3").Replace(",{\"address\":\"fd00:44::2/64\",\"interface\":0}", ""))));
        Assert.Equal("10.44.0.2 web # c1 eth0\n10.44.0.3 web # c2 eth0", File(lab));

        Succeed(Of("c1").Del(lab, Config()));

        Assert.Equal("10.44.0.3 web # c2 eth0", File(lab));
    });

    [Fact]
    public void Gc_strikes_out_who_is_gone_and_leaves_what_others_wrote() => Lab.Run(lab =>
    {
        Succeed(Of("live").Add(lab, Config(aliases: "")));
        Succeed(Of("dead").Add(lab, Config(aliases: "")));
        lab.Tool("echo 10.44.0.200 printer >>/run/cni/names/lan");

        Succeed(PluginCall.Ours("names").Run(lab, "GC", Config()[..^1] + ""","cni.dev/valid-attachments":[{"containerID":"live","ifname":"eth0"}] }"""));

        Assert.Equal("10.44.0.2 web # live eth0\nfd00:44::2 web # live eth0\n10.44.0.200 printer", File(lab));
    });

    [Fact]
    public void Check_names_the_line_that_is_missing() => Lab.Run(lab =>
    {
        Succeed(Of("c1").Add(lab, Config()));
        lab.Tool("sed -i '/^fd00/d' /run/cni/names/lan");

        Assert.Equal("names: /run/cni/names/lan has no line \"fd00:44::2 web shop www # c1 eth0\"", Refused(Of("c1").Check(lab, Config())).Message);
    });

    [Fact]
    public void A_container_without_a_name_is_passed_over() => Lab.Run(lab =>
    {
        Json.AssertSame(Made, Succeed(Of("c1", name: "").Add(lab, Config(aliases: ""))));
        Assert.Equal("", File(lab));
        Succeed(Of("c1", name: "").Check(lab, Config(aliases: "")));
    });

    [Theory]
    [InlineData("web", "\"a b\"", "", 7, "runtimeConfig.aliases.lan holds \"a b\", which cannot be a name")]
    [InlineData("web", "\"a\\n10.0.0.1 bank\"", "", 7, "which cannot be a name")]
    [InlineData("a#b", "", "", 4, "K8S_POD_NAME in CNI_ARGS is \"a#b\", which cannot be a name")]
    [InlineData("web", "", "\"resolver\":\"nobody\"", 7, "resolver is nobody, neither an address nor gateway")]
    [InlineData("web", "", "\"dataDir\":\"../x\"", 7, "dataDir is ../x, not an absolute path without ..")]
    [InlineData("web", "", "\"prevResult\":null", 7, "must be called as chained plugin")]
    public void What_cannot_be_is_told_and_not_written(string name, string aliases, string keys, int code, string message) => Lab.Run(lab =>
    {
        var (found, said) = Refused(Of("c1", name).Add(lab, Config(keys, aliases, keys.Contains("prevResult") ? "null" : Made)));

        Assert.Equal(code, found);
        Assert.Contains(message, said);
        Assert.Equal("", File(lab));
    });

    [Fact]
    public void Many_at_once_lose_nothing() => Lab.Run(lab =>
    {
        lab.Tool($$"""
            cat >/run/config <<'EOF'
            {{Config(aliases: "")}}
            EOF
            export CNI_COMMAND=ADD CNI_IFNAME=eth0 CNI_NETNS=/run/netns/none CNI_PATH={{Binaries.PluginFolder}}
            for i in $(seq 40); do CNI_CONTAINERID=c$i CNI_ARGS="IgnoreUnknown=1;K8S_POD_NAME=web$i" {{Binaries.Plugin("names")}} </run/config >/dev/null & done; wait
            """);

        Assert.Equal("80", lab.Tool("sort -u /run/cni/names/lan | grep -c eth0"));
    });

    [Fact]
    public void Status_says_when_nothing_can_be_written() => Lab.Run(lab =>
    {
        Succeed(PluginCall.Ours("names").Run(lab, "STATUS", Config()));
        lab.Tool(": >/run/occupied");

        Assert.Equal(50, Refused(PluginCall.Ours("names").Run(lab, "STATUS", Config("\"dataDir\":\"/run/occupied/names\""))).Code);
    });
}
