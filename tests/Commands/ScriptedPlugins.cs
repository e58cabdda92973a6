using System.Text;
using System.Text.Json;
using Cni;

namespace Tests.Commands;

/// <summary>Plugins that are shell scripts, which write down what they are told, and what a runtime gives them.</summary>
internal static class ScriptedPlugins
{
    public const string Scripts = "/run/plugins", Cache = "/var/lib/cni/results/net-c1-eth0";

    public static readonly Attachment C1 = new("c1", "/run/netns/pod", "eth0");

    public static NetworkList NetworkOf(string plugins, string version = "1.0.0") =>
        NetworkList.Parse(Encoding.UTF8.GetBytes($$"""{"cniVersion":"{{version}}","name":"net","plugins":[{{plugins}}]}"""), "net");

    public static readonly NetworkList TwoPlugins =
        NetworkOf("""{"type":"first"},{"type":"second","capabilities":{"portMappings":true,"mac":false},"unknown":{"Kept":1}}""");

    /// <summary>A runtime with two of them, first and second. /run/fails.PLUGIN.COMMAND makes one fail, with what it holds.</summary>
    public static Runtime NewRuntime(Lab lab)
    {
        lab.Tool($$"""
            mkdir -p {{Scripts}}; cat >{{Scripts}}/first <<'END'
            #!/bin/sh
            me=$(basename $0)
            echo "$me $CNI_COMMAND $(cat)" >>/run/log
            env | sort >/run/env.$CNI_COMMAND
            [ -e /run/fails.$me.$CNI_COMMAND ] && { cat /run/fails.$me.$CNI_COMMAND; exit 1; }
            [ "$CNI_COMMAND" = ADD ] && echo '{"cniVersion":"1.0.0","interfaces":[{"name":"'$me'"}]}'
            exit 0
            END
            chmod +x {{Scripts}}/first; cp {{Scripts}}/first {{Scripts}}/second
            """);
        return new Runtime([Scripts]);
    }

    /// <summary>What they were told since it was asked last.</summary>
    public static string Log(Lab lab) => lab.Tool("touch /run/log; cat /run/log; rm /run/log");

    public static AttachOptions Options => new()
    {
        Args = [new("IgnoreUnknown", "1"), new("K8S_POD_NAME", "p")],
        Capabilities = new Dictionary<string, JsonElement>
        {
            ["portMappings"] = JsonDocument.Parse("""[{"hostPort":80}]""").RootElement,
            ["mac"] = JsonDocument.Parse("\"02:00:00:00:00:01\"").RootElement,
        },
    };
}
