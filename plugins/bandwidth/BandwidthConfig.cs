using Cni;

namespace Plugins.Bandwidth;

/// <summary>What a chain, or the runtime, may say of a container's bandwidth; README.md beside this file has the table.</summary>
internal sealed record BandwidthConfig : PluginConfig
{
    static readonly string[] s_keys = ["ingressRate", "ingressBurst", "egressRate", "egressBurst"];

    public BandwidthConfig(ConfigObject json) : base(json)
    {
        var asked = HasAny(json) ? json : RuntimeConfig.Object("bandwidth");
        Ingress = Limit.Read(asked, "ingressRate", "ingressBurst");
        Egress = Limit.Read(asked, "egressRate", "egressBurst");
    }

    // The network's own limits are for all of its containers: with them, what a runtime asks for one does not count.
    static bool HasAny(ConfigObject json)
    {
        foreach (string key in s_keys)
            if (json.Find(key) is not null)
                return true;
        return false;
    }

    /// <summary>Of what the container receives; null for no limit.</summary>
    public Limit? Ingress { get; }

    /// <summary>Of what the container sends; null for no limit.</summary>
    public Limit? Egress { get; }

    public bool IsUnlimited => Ingress is null && Egress is null;

    protected override IEnumerable<string> OwnProblems()
    {
        if (Ingress?.Problem is { } ingress)
            yield return ingress;
        if (Egress?.Problem is { } egress && egress != Ingress?.Problem)
            yield return egress;
    }
}
