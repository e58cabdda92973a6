namespace Cni;

/// <summary>
/// What every network configuration may hold. A plugin's own record reads its further keys in its constructor; what is wrong with
/// their types is remembered there, and what is wrong with their values comes from <see cref="OwnProblems"/>.
/// </summary>
public record PluginConfig
{
    readonly ConfigObject _json, _made;

    public PluginConfig(ConfigObject json)
    {
        _json = json;
        Name = json.String("name");
        Type = json.String("type");
        CniVersion = Cni.CniVersion.Find(json.String("cniVersion")) ?? Cni.CniVersion.Newest;
        IpMasq = json.Bool("ipMasq");
        Ipam = json.Object("ipam") is { IsSet: true } ipam ? new(ipam.String("type")) : null;
        Dns = CniDns.Read(json.Object("dns"));
        _made = json.Apart("prevResult");
        PrevResult = _made.IsSet ? CniResult.Read(_made, CniVersion) : null;
        RuntimeConfig = json.Object("runtimeConfig");
        Args = json.Object("args").Object("cni");
    }

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>The plugin's name.</summary>
    public string Type { get; }

    /// <summary>The version that results are written in.</summary>
    public CniVersion CniVersion { get; }

    public bool IpMasq { get; }

    /// <summary>Null, or of type "", for a network without addresses.</summary>
    public IpamConfig? Ipam { get; }

    public CniDns Dns { get; }

    /// <summary>The result of the plugin before in the chain; on DEL and CHECK, that of the whole chain's ADD. Null when there is none.</summary>
    public CniResult? PrevResult { get; }

    /// <summary>What the runtime adds for the capabilities that a configuration declares.</summary>
    protected ConfigObject RuntimeConfig { get; }

    /// <summary>The key <c>args.cni</c>: what a user asks for one container.</summary>
    protected ConfigObject Args { get; }

    /// <summary>
    /// All that is wrong, a sentence each, so that a user mends it in one go. Wrong values keep nobody from taking away what was made: they may have been
    /// right then, and a DEL that fails is tried for ever.
    /// </summary>
    internal IReadOnlyList<string> Problems(CniVerb verb) =>
        verb is CniVerb.Del or CniVerb.Gc ? _json.Problems : [.. _json.Problems, .. _made.Problems, .. OwnProblems()];

    protected virtual IEnumerable<string> OwnProblems() => [];
}

/// <summary>Which plugin gives out the addresses. The rest of <c>ipam</c> is for it to read.</summary>
public sealed record IpamConfig(string Type);
