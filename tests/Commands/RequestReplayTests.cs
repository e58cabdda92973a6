using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plugins;
using Xunit;

namespace Tests.Commands;

/// <summary>
/// Calls that containerd and podman made, as they came, with what the reference plugins answered: tests/Requests has a file for each occasion,
/// with the calls in order. Ours are to answer the same but for what differs from one day to the next.
/// </summary>
public partial class RequestReplayTests
{
    const string AddressPlugin = "host-local";

    public static TheoryData<string> Occasions =>
        [.. Directory.EnumerateFiles(Repository.PathOf("tests/Requests"), "*.json").Select(file => Path.GetFileName(file)).Order()];

    static IEnumerable<JsonObject> Calls(string occasion) =>
        JsonNode.Parse(File.ReadAllText(Repository.PathOf($"tests/Requests/{occasion}")))!.AsArray().Select(call => call!.AsObject());

    static string Plugin(JsonNode call) => (string)call["plugin"]!;
    static string Verb(JsonNode call) => (string)call["verb"]!;

    // What an address plugin was asked, it was asked by bridge: it is asked again by ours there, and by itself in the next test.
    [Theory]
    [MemberData(nameof(Occasions))]
    public void A_clients_calls_are_answered_as_the_reference_answered_them(string occasion) =>
        Lab.Run(lab => Replay(lab, Calls(occasion).Where(call => Plugin(call) != AddressPlugin)));

    [Theory]
    [MemberData(nameof(Occasions))]
    public void So_are_the_calls_of_the_address_plugin(string occasion) =>
        Lab.Run(lab => Replay(lab, Calls(occasion).Where(call => Plugin(call) == AddressPlugin)));

    static void Replay(Lab lab, IEnumerable<JsonObject> calls)
    {
        foreach (var call in calls)
        {
            string netns = (string?)call["environment"]!["CNI_NETNS"] ?? "";
            if (netns.Contains("/netns/"))
                lab.Namespace(Path.GetFileName(netns));
            if (Verb(call) == "ADD")
                LetTheSameAddressesBeNext(call);
            if (Verb(call) == "ADD" && Plugin(call) == "bandwidth")
                LetTheHostsEndHaveTheSameName(lab, call);
            Compare(call, Send(lab, call));
        }
        if (calls.Any(call => Verb(call) == "DEL"))
            Assert.Equal("", lab.Tool("mkdir -p /run/leases; find /run/leases /var/lib/cni -type f -not -name lock -not -name 'last_reserved_ip.*'"));
    }

    static Outcome Send(Lab lab, JsonObject call)
    {
        var environment = call["environment"]!.AsObject()
            .Select(variable => (variable.Key, (string)variable.Value!))
            .Where(variable => variable.Key != "CNI_PATH")
            .Append(("CNI_COMMAND", Verb(call)))
            .Append(("CNI_PATH", Binaries.PluginFolder));
        return lab.Try($"exec {Binaries.Plugin(Plugin(call))}", Input(call).ToJsonString(), [.. environment]);
    }

    // The reference's serves the names that it writes down; ours tells the container of a resolver when it is told that there is one.
    static JsonNode Input(JsonObject call)
    {
        var input = call["stdin"]!.DeepClone();
        if (Plugin(call) == "dnsname")
            input["resolver"] = "gateway";
        return input;
    }

    // Addresses are given out in turn, and a turn remembers the last one.
    static void LetTheSameAddressesBeNext(JsonObject call)
    {
        var ipam = call["stdin"]!["ipam"];
        string folder = $"{(string?)ipam?["dataDir"] ?? "/var/lib/cni/networks"}/{(string)call["stdin"]!["name"]!}";
        var given = call["stdout"]!["ips"]!.AsArray();
        for (int i = 0; ipam is not null && i < given.Count; i++)
        {
            var bytes = IPAddress.Parse(((string)given[i]!["address"]!).Split('/')[0]).GetAddressBytes();
            bytes[^1]--;
            Directory.CreateDirectory(folder);
            File.WriteAllText($"{folder}/last_reserved_ip.{i}", new IPAddress(bytes).ToString());
        }
    }

    // It limits the veth that the result before it tells of, whose name the reference's bridge drew by lot.
    static void LetTheHostsEndHaveTheSameName(Lab lab, JsonObject call)
    {
        var hostEnd = call["stdin"]!["prevResult"]!["interfaces"]!.AsArray().Single(link => link!["sandbox"] is null && ((string)link["name"]!).StartsWith("veth"));
        string id = (string)call["environment"]!["CNI_CONTAINERID"]!;
        var ours = JsonNode.Parse(lab.Tool("ip -j link show type veth"))!.AsArray().Single(link => ((string?)link!["ifalias"] ?? "").Contains(id));
        lab.Tool($"ip link set {ours!["ifname"]} down && ip link set {ours["ifname"]} name {hostEnd!["name"]} up");
    }

    static void Compare(JsonObject call, Outcome ours)
    {
        Assert.True((int)call["exit"]! == ours.ExitCode, $"{Plugin(call)} {Verb(call)}: {ours}");
        if (Verb(call) == "VERSION")
            Assert.Empty(Versions(call["stdout"]!).Except(Versions(JsonNode.Parse(ours.Out)!)));
        else if (call["stdout"] is not { } theirs)
            Assert.Equal("", ours.Out);
        else if (Plugin(call) is "bridge" or "bandwidth")
            Assert.Equal(SameEveryDay(theirs), SameEveryDay(JsonNode.Parse(ours.Out)!));
        else if (Plugin(call) == "loopback")
            Json.AssertSame(theirs.ToJsonString(), WithoutWhatTheReferenceForgets(JsonNode.Parse(ours.Out)!));
        else
            Json.AssertSame(theirs.ToJsonString(), ours.Out);
    }

    // Its loopback answers in the form of 1.0.0 whatever it is asked in.
    static string WithoutWhatTheReferenceForgets(JsonNode result)
    {
        result.AsObject().Remove("dns");
        foreach (var ip in result["ips"]!.AsArray())
            ip!.AsObject().Remove("version");
        return result.ToJsonString();
    }

    static IEnumerable<string> Versions(JsonNode told) => told["supportedVersions"]!.AsArray().Select(version => (string)version!);

    // Names and MAC addresses of links are drawn by lot, unless they are asked for; the MTU is ours to tell from version 1.1.0 on.
    static string SameEveryDay(JsonNode result)
    {
        var copy = result.DeepClone();
        foreach (var link in copy["interfaces"]!.AsArray())
        {
            link!.AsObject().Remove("mtu");
            bool asked = (string)link["mac"]! == "02:11:22:33:44:55";
            link["mac"] = asked ? "as asked" : "some";
            link["name"] = RandomName().Replace((string)link["name"]!, "veth…");
        }
        return Json.Canonical(copy);
    }

    [GeneratedRegex("^veth[0-9a-f]{8}$")]
    private static partial Regex RandomName();
}
