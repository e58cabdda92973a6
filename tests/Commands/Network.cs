using System.Text.Json;

namespace Tests.Commands;

/// <summary>One network of our plugins in a lab: pods are attached to it and detached, as a runtime would do it.</summary>
internal sealed class Network(Lab lab, string name = "net", string subnet = "10.44.0.0/24", string subnet6 = "fd00:44::/64", string bridgeKeys = "", string masquerade = "nftables")
{
    readonly Dictionary<string, string> _results = [];

    public string Bridge => $$"""
        {"cniVersion":"1.0.0","name":"{{name}}","type":"bridge","bridge":"{{name}}0","isDefaultGateway":true,"ipMasq":true,"ipMasqBackend":"{{masquerade}}",{{bridgeKeys}}
         "ipam":{"type":"host-local","dataDir":"/run/leases","ranges":[[{ "subnet":"{{subnet}}" }],[{ "subnet":"{{subnet6}}" }]] } }
        """;

    public static string Portmap(string mappings, string network = "net", string keys = "") =>
        $$"""{"cniVersion":"1.0.0","name":"{{network}}","type":"portmap",{{(keys.Contains("backend") ? "" : "\"backend\":\"nftables\",")}}{{keys}}"runtimeConfig":{"portMappings":[{{mappings}}] } }""";

    public static string Tcp(int hostPort, int containerPort = 80, string hostIp = "") =>
        $$"""{"hostPort":{{hostPort}},"containerPort":{{containerPort}},"protocol":"tcp","hostIP":"{{hostIp}}"}""";

    /// <summary>The configuration as a runtime passes it on: with the result so far as its last member.</summary>
    public static string With(string config, string previousResult) => $"{config.TrimEnd()[..^1]},\"prevResult\":{previousResult}}}";

    /// <summary>Makes a pod's namespace, with its lo up, and attaches it.</summary>
    public string Attach(string pod)
    {
        lab.Namespace(pod);
        lab.In(pod, "ip link set lo up");
        return _results[pod] = Succeed(Call("bridge", pod).Add(lab, Bridge));
    }

    public void Detach(string pod) => Succeed(Call("bridge", pod).Del(lab, With(Bridge, _results[pod])));

    public Outcome Publish(string pod, string portmap) => Call("portmap", pod).Add(lab, With(portmap, _results[pod]));

    public Outcome Unpublish(string pod, string portmap) => Call("portmap", pod).Del(lab, With(portmap, _results[pod]));

    public string ResultOf(string pod) => _results[pod];

    /// <summary>A pod's first IPv4 address.</summary>
    public string AddressOf(string pod) => JsonDocument.Parse(_results[pod]).RootElement.GetProperty("ips")[0].GetProperty("address").GetString()!.Split('/')[0];

    public static PluginCall Call(string plugin, string pod) => PluginCall.Ours(plugin) with { Container = pod, NetNs = $"/run/netns/{pod}" };

    public static string Succeed(Outcome outcome) => outcome.ExitCode == 0 ? outcome.Out : throw new InvalidOperationException(outcome.ToString());

    /// <summary>The error object that a call printed, as a runtime would show it.</summary>
    public static (int Code, string Message) Refused(Outcome outcome)
    {
        if (outcome.ExitCode != 1)
            throw new InvalidOperationException($"not refused: {outcome}");
        var error = JsonDocument.Parse(outcome.Out).RootElement;
        string details = error.TryGetProperty("details", out var more) ? $"; {more.GetString()}" : "";
        return (error.GetProperty("code").GetInt32(), error.GetProperty("msg").GetString() + details);
    }
}
