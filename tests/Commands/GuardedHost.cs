using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>
/// A host between the world (192.0.2.2) and two networks under one policy: web, which serves a page, and its peer are on the one bridge, a stranger is on the other.
/// </summary>
internal sealed class GuardedHost
{
    readonly Lab _lab;
    readonly Dictionary<string, Network> _networkOf = [];

    public GuardedHost(Lab lab, string keys, params string[] pods)
    {
        _lab = lab;
        Keys = keys;
        var network = Serving.APage(lab);
        lab.In("world", "ip route add 10.44.0.0/15 via 192.0.2.1 && ip route add fd00:44::/31 via fd00:2::1");
        _networkOf["web"] = _networkOf["peer"] = network;
        _networkOf["stranger"] = new Network(lab, "other", "10.45.0.0/24", "fd00:45::/64");
        foreach (string pod in pods)
            _networkOf[pod].Attach(pod);
        foreach (string pod in (string[])["web", .. pods])
            Succeed(Add(pod));
    }

    /// <summary>What the chain says of the firewall, with a comma at its end.</summary>
    public string Keys { get; set; }

    public Network Net => _networkOf["web"];

    public string Config(string pod) =>
        $$"""{"cniVersion":"1.1.0","name":"{{(pod == "stranger" ? "other" : "net")}}","type":"firewall",{{Keys}}"unknown":1}""";

    public string ConfigWithResult(string pod) => With(Config(pod), _networkOf[pod].ResultOf(pod));

    public Outcome Add(string pod) => Call("firewall", pod).Add(_lab, ConfigWithResult(pod));
    public Outcome Del(string pod) => Call("firewall", pod).Del(_lab, ConfigWithResult(pod));
    public Outcome Check(string pod) => Call("firewall", pod).Check(_lab, ConfigWithResult(pod));

    public Outcome Gc(params string[] valid) => Call("firewall", "").Run(_lab, "GC",
        $"{Config("web")[..^1]},\"cni.dev/valid-attachments\":[{string.Join(',', valid.Select(pod => $$"""{"containerID":"{{pod}}","ifname":"eth0"}"""))}]}}");

    /// <summary>Whether web's page is reached from a pod, the world, or (null) the host; over both families, which must agree.</summary>
    public bool IsReachedFrom(string? from, string address4 = "10.44.0.2", string address6 = "[fd00:44::2]")
    {
        bool reached = Reaches(from, address4);
        if (reached != Reaches(from, address6))
            throw new InvalidOperationException($"{from} reaches web over {(reached ? "IPv4" : "IPv6")} alone");
        return reached;
    }

    public bool Reaches(string? from, string address)
    {
        string command = $"curl -gsS --max-time {(from is null ? 5 : 1)} http://{address}/";
        return (from is null ? _lab.Try(command) : _lab.TryIn(from, command)).Out == "a page";
    }

    /// <summary>The page is at 192.0.2.2 and fd00:2::2, too.</summary>
    public void ServeInTheWorld()
    {
        _lab.Start("busybox httpd -f -p 80 -h /run/www", "world");
        _lab.Until("the world serves", () => Reaches(null, "192.0.2.2") && Reaches(null, "[fd00:2::2]"));
    }

    /// <summary>All that this plugin has, by either backend.</summary>
    public string Ruleset => _lab.Tool("for table in 'inet cni_firewall' 'ip filter' 'ip6 filter'; do nft -s list table $table 2>/dev/null; done; true");
}
