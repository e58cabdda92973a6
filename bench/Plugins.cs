using System.Text;
using System.Text.Json.Nodes;
using Linux;

namespace Bench;

/// <summary>The chain bridge + host-local + portmap by the plugins of one folder, on a bridge and a subnet of its own.</summary>
internal sealed class Plugins(string folder, int number)
{
    static readonly string s_searchPath = OnlyNft();

    public string Folder => folder;

    public JsonNode Add(string container, string netns, int port)
    {
        var result = Run("bridge", "ADD", container, netns, Bridge(), null)!;
        return Run("portmap", "ADD", container, netns, Portmap(port), result)!;
    }

    public bool Del(string container, string netns, int port, JsonNode made)
    {
        Run("portmap", "DEL", container, netns, Portmap(port), made);
        Run("bridge", "DEL", container, netns, Bridge(), made);
        return true;
    }

    JsonObject Bridge() => new()
    {
        ["cniVersion"] = "1.0.0", ["name"] = $"bench{number}", ["type"] = "bridge", ["bridge"] = $"bench{number}", ["isGateway"] = true,
        ["ipMasq"] = true, ["ipMasqBackend"] = "nftables", ["hairpinMode"] = true,
        ["ipam"] = new JsonObject
        {
            ["type"] = "host-local", ["dataDir"] = $"/run/bench/{number}",
            ["ranges"] = new JsonArray(new JsonArray(new JsonObject { ["subnet"] = $"10.{200 + number}.0.0/16" })),
            ["routes"] = new JsonArray(new JsonObject { ["dst"] = "0.0.0.0/0" }),
        },
    };

    JsonObject Portmap(int port) => new()
    {
        ["cniVersion"] = "1.0.0", ["name"] = $"bench{number}", ["type"] = "portmap", ["backend"] = "nftables", ["snat"] = true,
        ["runtimeConfig"] = new JsonObject
        {
            ["portMappings"] = new JsonArray(new JsonObject { ["hostPort"] = port, ["containerPort"] = 80, ["protocol"] = "tcp" }),
        },
    };

    JsonNode? Run(string plugin, string command, string container, string netns, JsonObject config, JsonNode? previous)
    {
        if (previous is not null)
            config["prevResult"] = previous.DeepClone();
        var outcome = ProgramOutcome.Of($"{folder}/{plugin}", [],
        [
            $"PATH={s_searchPath}", $"CNI_COMMAND={command}", $"CNI_CONTAINERID={container}", $"CNI_NETNS={netns}", "CNI_IFNAME=eth0", $"CNI_PATH={folder}",
        ], Encoding.UTF8.GetBytes(config.ToJsonString()));
        return outcome.Status == 0
            ? command == "ADD" ? JsonNode.Parse(outcome.Output) : null
            : throw new InvalidOperationException($"{folder}/{plugin} {command}: {Encoding.UTF8.GetString(outcome.Output)} {outcome.Error}");
    }

    // A peer that finds no iptables does not try it first.
    static string OnlyNft()
    {
        Directory.CreateDirectory("/run/bench/path");
        if (!File.Exists("/run/bench/path/nft"))
            File.CreateSymbolicLink("/run/bench/path/nft", "/usr/sbin/nft");
        return "/run/bench/path";
    }
}
