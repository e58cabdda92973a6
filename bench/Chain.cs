namespace Bench;

/// <summary>The chain bridge + host-local + portmap by the plugins of one folder, on a bridge and a subnet of its own, called as a runtime calls it.</summary>
internal sealed class Chain(string folder, int number)
{
    public const string Nft = "nftables", Iptables = "iptables";

    // A peer that finds no iptables does not try it first.
    static readonly Lazy<string> s_onlyNft = new(() =>
    {
        Directory.CreateDirectory("/run/bench/path");
        File.CreateSymbolicLink("/run/bench/path/nft", "/usr/sbin/nft");
        return "/run/bench/path";
    });

    public string Backend { get; init; } = Nft;
    public string Subnet { get; init; } = $"10.{200 + number}.0.0/16";

    /// <summary>CNI_PATH, where a plugin looks for others, when it is not the same folder.</summary>
    public string? PluginPath { get; init; }

    public string Bridge => $"bench{number}";

    /// <summary>ADD of all three; returns the result.</summary>
    public string Add(string container, string netns, int port) => Publish(container, netns, [port], Attach(container, netns));

    /// <summary>DEL of all three, after an ADD with this result.</summary>
    public void Del(string container, string netns, int port, string result)
    {
        Call("portmap", "DEL", container, netns, Portmap([port]), result);
        Detach(container, netns, result);
    }

    /// <summary>ADD of bridge, and host-local with it; returns the result.</summary>
    public string Attach(string container, string netns) => Call("bridge", "ADD", container, netns, BridgeConfig);

    public void Detach(string container, string netns, string result) => Call("bridge", "DEL", container, netns, BridgeConfig, result);

    /// <summary>ADD of portmap, for a container that has this result so far.</summary>
    public string Publish(string container, string netns, IEnumerable<int> ports, string result) =>
        Call("portmap", "ADD", container, netns, Portmap(ports), result);

    /// <summary>ADD of host-local, for nobody's use.</summary>
    public void Lease(string container) => Call("host-local", "ADD", container, "/run/netns/none", $"{Config("host-local")}, {Ipam}");

    // What a plugin gets is put together as text: nothing but the plugins' own work should take time.
    string Config(string type) => $"""
        "cniVersion": "1.0.0", "name": "bench{number}", "type": "{type}"
        """;

    string BridgeConfig => $$"""
        {{Config("bridge")}}, "bridge": "{{Bridge}}", "isGateway": true, "hairpinMode": true, "ipMasq": true, "ipMasqBackend": "{{Backend}}", {{Ipam}}
        """;

    string Ipam => $$"""
        "ipam": { "type": "host-local", "dataDir": "/run/bench/{{number}}", "ranges": [ [ { "subnet": "{{Subnet}}" } ] ],
                  "routes": [ { "dst": "{{(Subnet.Contains(':') ? "::/0" : "0.0.0.0/0")}}" } ] }
        """;

    string Portmap(IEnumerable<int> ports) => $$"""
        {{Config("portmap")}}, "backend": "{{Backend}}", "snat": true, "runtimeConfig": { "portMappings": [
        {{string.Join(',', ports.Select(port => $$"""{ "hostPort": {{port}}, "containerPort": 80, "protocol": "tcp" }"""))}} ] }
        """;

    string Call(string plugin, string command, string container, string netns, string config, string? result = null) => Tool.Run($"{folder}/{plugin}", [],
    [
        $"PATH={(Backend == Nft ? s_onlyNft.Value : Tool.Path)}", $"CNI_COMMAND={command}", $"CNI_CONTAINERID={container}", $"CNI_NETNS={netns}",
        "CNI_IFNAME=eth0", $"CNI_PATH={PluginPath ?? folder}",
    ], result is null ? $"{{ {config} }}" : $$"""{ {{config}}, "prevResult": {{result}} }""");
}
