using System.Text.Json;
using Xunit;
using static Tests.Json;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull inspect: docker's keys, and what other tools say of the same things.</summary>
public class HullInspectTests
{
    [Fact]
    public void A_running_container_is_shown_with_dockers_keys() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name web --hostname site -p 1314:80 -v data:/data -v /run:/host:ro --cap-add NET_RAW --cap-drop CHOWN --dns 192.0.2.53 --add-host db:10.9.8.7 -l tier=front -e A=b -w /www busybox httpd -f -h /www");

        var web = Parse(hull.Ok("inspect web"))[0];
        string address = hull.Ok("exec web ip -4 -o addr show eth0 | awk '{ print $4 }'");

        string Text(params string[] path) => path.Aggregate(web, (at, key) => at.GetProperty(key)).ToString();
        Assert.Equal((id, "/web", "httpd"), (Text("Id"), Text("Name"), Text("Path")));
        Assert.Equal(["-f", "-h", "/www"], web.GetProperty("Args").EnumerateArray().Select(one => one.GetString()));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z$", Text("Created"));
        Assert.Equal(("running", "True", "False", "0"), (Text("State", "Status"), Text("State", "Running"), Text("State", "OOMKilled"), Text("State", "ExitCode")));
        Assert.Equal("httpd", lab.Tool($"cat /proc/{Text("State", "Pid")}/comm"));
        Assert.Equal("0001-01-01T00:00:00Z", Text("State", "FinishedAt"));
        Assert.Equal(hull.Ok("images -q --no-trunc busybox"), Text("Image"));
        Assert.Equal(lab.Tool($"cat /proc/{Text("State", "Pid")}/root/etc/hosts"), lab.Tool($"cat {Text("HostsPath")}"));
        Assert.True(File.Exists(Text("ResolvConfPath")) && File.Exists(Text("HostnamePath")) && File.Exists(Text("LogPath")));

        Assert.Equal(("site", "/www", "busybox", "front"), (Text("Config", "Hostname"), Text("Config", "WorkingDir"), Text("Config", "Image"), Text("Config", "Labels", "tier")));
        Assert.Contains("A=b", web.GetProperty("Config").GetProperty("Env").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("[\"data:/data\",\"/run:/host:ro\"]", Compact(web, "HostConfig", "Binds"));
        Assert.Equal(("[\"CAP_NET_RAW\"]", "[\"CAP_CHOWN\"]"), (Compact(web, "HostConfig", "CapAdd"), Compact(web, "HostConfig", "CapDrop")));
        Assert.Equal(("[\"192.0.2.53\"]", "[\"db:10.9.8.7\"]"), (Compact(web, "HostConfig", "Dns"), Compact(web, "HostConfig", "ExtraHosts")));
        Assert.Equal("[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"1314\"}]", Compact(web, "HostConfig", "PortBindings", "80/tcp"));
        Assert.Equal($"{id}/diff", Text("GraphDriver", "Data", "UpperDir").Split("overlay2/")[1]);
        Assert.Equal("volume data /data True\nbind  /host False", hull.Ok("inspect -f '{{range .Mounts}}{{.Type}} {{if eq .Type \"volume\"}}{{.Name}}{{end}} {{.Destination}} {{.RW | print | title}}\\n{{end}}' web").Trim());

        Assert.Equal($"/run/netns/hull-{id[..12]}", Text("NetworkSettings", "SandboxKey"));
        Assert.Equal("[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"1314\"}]", Compact(web, "NetworkSettings", "Ports", "80/tcp"));
        Assert.Equal(address, $"{Text("NetworkSettings", "Networks", "hull", "IPAddress")}/{Text("NetworkSettings", "Networks", "hull", "IPPrefixLen")}");
        Assert.Equal(hull.Ok("exec web cat /sys/class/net/eth0/address"), Text("NetworkSettings", "Networks", "hull", "MacAddress"));
        Assert.Equal(hull.Ok("exec web ip route | awk '/default/ { print $3 }'"), Text("NetworkSettings", "Networks", "hull", "Gateway"));
        foreach (string old in (string[])["IPAddress", "Gateway", "MacAddress", "IPPrefixLen", "EndpointID"])
            Assert.Equal(Text("NetworkSettings", "Networks", "hull", old), Text("NetworkSettings", old));
        Assert.Equal(hull.Ok("network ls -q --no-trunc -f name=hull"), Text("NetworkSettings", "Networks", "hull", "NetworkID"));
    });

    [Fact]
    public void What_it_may_use_of_the_machine_is_shown_too() => InLab((_, hull) =>
    {
        hull.Ok("run -d --name box --network none -m 200m --memory-swap 300m --cpu-period 50000 --cpu-quota 10000 --cpu-shares 512 --pids-limit 50 --ulimit nofile=64:128 busybox sleep 1000");

        Assert.Equal("209715200 314572800 50000 10000 512 50", hull.Ok("inspect -f '{{with .HostConfig}}{{.Memory}} {{.MemorySwap}} {{.CpuPeriod}} {{.CpuQuota}} {{.CpuShares}} {{.PidsLimit}}{{end}}' box"));
        Assert.Equal("nofile=64:128", hull.Ok("inspect -f '{{range .HostConfig.Ulimits}}{{.Name}}={{.Soft}}:{{.Hard}}{{end}}' box"));
        hull.Try("run --name greedy --network none -m 20m --memory-swap 20m busybox sh -c 'head -c 100m /dev/zero | tail'");
        Assert.Equal("true", hull.Ok("inspect -f '{{.State.OOMKilled}}' greedy"));
    });

    [Fact]
    public void Processors_are_shown_as_they_were_asked_for() => InLab((_, hull) =>
    {
        string Shown(string name) => hull.Ok($"inspect -f '{{{{with .HostConfig}}}}{{{{.NanoCpus}}}} {{{{.CpuPeriod}}}} {{{{.CpuQuota}}}}{{{{end}}}}' {name}");
        hull.Ok("create --name whole --cpus 0.125 --network none busybox true");
        hull.Ok("create --name parts --cpu-period 50000 --cpu-quota 10000 --network none busybox true");

        Assert.Equal(("125000000 0 0", "0 50000 10000"), (Shown("whole"), Shown("parts")));
        hull.Ok("update --pids-limit 40 whole");
        Assert.Equal("125000000 0 0", Shown("whole"));
        hull.Ok("update --cpus 0.25 parts");
        hull.Ok("update --cpu-quota 20000 whole");
        Assert.Equal(("0 100000 20000", "250000000 0 0"), (Shown("whole"), Shown("parts")));
    });

    [Fact]
    public void One_that_has_ended_is_shown_as_it_ended() => InLab((_, hull) =>
    {
        hull.Try("run --name job --network none busybox sh -c 'echo out; exit 3'");

        Assert.Equal("exited false 0 3", hull.Ok("inspect -f '{{.State.Status}} {{.State.Running}} {{.State.Pid}} {{.State.ExitCode}}' job"));
        Assert.Equal("sh -c echo out; exit 3", hull.Ok("inspect --type container -f '{{.Path}} {{join .Args \" \"}}' job"));
        Assert.Matches("^20.*Z 20.*Z$", hull.Ok("inspect -f '{{.State.StartedAt}} {{.State.FinishedAt}}' job"));
        Assert.Equal("[] map[]", hull.Ok("inspect -f '{{json .Mounts}} {{.NetworkSettings.Ports}}' job"));
        Assert.Equal("none", hull.Ok("inspect -f '{{range $k, $v := .NetworkSettings.Networks}}{{$k}}{{end}}' job"));
    });

    [Fact]
    public void One_that_is_paused_says_so() => InLab((_, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        hull.Ok("pause box");
        Assert.Equal("paused true true false", hull.Ok("container inspect -f '{{with .State}}{{.Status}} {{.Running}} {{.Paused}} {{.Restarting}}{{end}}' box"));
        Assert.Equal("paused", hull.Ok("ps --format '{{.State}}'"));
        hull.Ok("unpause box");
    });

    [Fact]
    public void What_a_container_wrote_is_counted_when_asked() => InLab((_, hull) =>
    {
        hull.Ok("run --name job --network none busybox sh -c 'head -c 5000 /dev/zero >/tmp/zeros; ln /tmp/zeros /tmp/again'");

        Assert.Equal("5000", hull.Ok("inspect -s -f '{{.SizeRw}}' job"));
        Assert.Equal("true", hull.Ok("inspect -s -f '{{gt .SizeRootFs .SizeRw}}' job"));
        Assert.DoesNotContain("SizeRw", hull.Ok("inspect job"));
    });

    [Fact]
    public void Inspect_finds_whatever_has_the_name() => InLab((_, hull) =>
    {
        hull.Ok("network create shop");
        hull.Ok("volume create data");
        hull.Ok("run --name job --network none busybox true");

        Assert.Equal("/job\nshop\ndata", hull.Ok("inspect -f '{{.Name}}' job shop data"));
        Assert.Equal(hull.Ok("image inspect busybox"), hull.Ok("inspect busybox"));
        Assert.Equal(hull.Ok("network inspect shop"), hull.Ok("inspect --type network shop"));
        var missing = hull.Try("inspect --type volume shop job data");
        Assert.Equal((1, "hull: No such object: shop\nhull: No such object: job"), (missing.ExitCode, missing.Err));
        Assert.Equal("data", Parse(missing.Out)[0].GetProperty("Name").GetString());
        Assert.Equal(new Outcome(1, "[]", "hull: No such object: nothing"), hull.Try("inspect nothing"));
        Assert.Equal(new Outcome(1, "", "hull: --type pod: there are container, image, network, volume"), hull.Try("inspect --type pod x"));
        Assert.Single(hull.Ok("inspect --format json job").Split('\n'));
    });

    [Fact]
    public void A_network_shows_who_is_in_it_with_dockers_keys() => InLab((_, hull) =>
    {
        hull.Ok("network create --subnet 10.77.0.0/24 shop");
        string id = hull.Ok("run -d --name web --network shop --ip 10.77.0.9 busybox sleep 1000");

        var web = Parse(hull.Ok("network inspect shop"))[0].GetProperty("Containers").GetProperty(id);

        Assert.Equal(["Name", "EndpointID", "MacAddress", "IPv4Address", "IPv6Address"], web.EnumerateObject().Select(one => one.Name));
        Assert.Equal(("web", "10.77.0.9/24", ""), (web.GetProperty("Name").GetString(), web.GetProperty("IPv4Address").GetString(), web.GetProperty("IPv6Address").GetString()));
        Assert.Equal(hull.Ok("exec web cat /sys/class/net/eth0/address"), web.GetProperty("MacAddress").GetString());
        Assert.Matches("^[0-9a-f]{64}$", web.GetProperty("EndpointID").GetString());
        Assert.Equal(web.GetProperty("EndpointID").GetString(), hull.Ok("inspect -f '{{.NetworkSettings.Networks.shop.EndpointID}}' web"));
        Assert.Equal("10.77.0.1", hull.Ok("network inspect -f '{{(index .IPAM.Config 0).Gateway}}' shop"));
    });

    static string Compact(JsonElement of, params string[] path) => JsonSerializer.Serialize(path.Aggregate(of, (at, key) => at.GetProperty(key)), s_compact);

    static readonly JsonSerializerOptions s_compact = new() { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };
}
