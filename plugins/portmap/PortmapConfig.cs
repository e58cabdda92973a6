using System.Net;
using Cni;
using Plugins.Shared;

namespace Plugins.Portmap;

/// <summary>What a chain may say of published ports; README.md beside this file has the table.</summary>
internal sealed record PortmapConfig : PluginConfig
{
    static readonly string[] s_notYet = ["conditionsV4", "conditionsV6"];
    static readonly string[] s_iptablesOnly = ["externalSetMarkChain"];

    readonly string _backend;
    readonly IReadOnlyList<string> _unsupported;

    public PortmapConfig(ConfigObject json) : base(json)
    {
        _backend = json.String("backend");
        bool snat = json.Bool("snat", unset: true), masqueradeAll = json.Bool("masqAll");
        Snat = !snat ? Snat.None : masqueradeAll ? Snat.All : Snat.Needed;
        _unsupported = [.. s_notYet.Concat(s_iptablesOnly).Where(key => json.Find(key) is { } value && value.GetRawText() is not ("[]" or "\"\""))];
        PortMappings = [.. RuntimeConfig.Objects("portMappings").Select(mapping => new PortMapping(mapping))];
    }

    public Snat Snat { get; }
    public IReadOnlyList<PortMapping> PortMappings { get; }

    /// <summary>
    /// The mappings with the container's addresses: the first of each family that belongs to the attachment's own interface. A mapping whose
    /// host address is of one family is not for the other.
    /// </summary>
    public IReadOnlyList<PublishedPort> Published(Attachment at)
    {
        if (PrevResult is not { } made)
            return [];
        var published = new List<PublishedPort>();
        foreach (var container in made.Ips.Where(ip => BelongsTo(ip, at, made)).Select(ip => ip.Address).DistinctBy(address => address.IsIPv4))
            published.AddRange(PortMappings.Select(mapping => mapping.To(container)).OfType<PublishedPort>());
        return published;
    }

    static bool BelongsTo(CniAddress ip, Attachment at, CniResult made) =>
        ip.Interface is not { } index || index >= 0 && index < made.Interfaces.Count && made.Interfaces[index] is { Sandbox: not "" } link && link.Name == at.IfName;

    protected override IEnumerable<string> OwnProblems()
    {
        if (_backend is not ("" or "nftables"))
            yield return _backend == "iptables"
                ? "backend is \"iptables\", which this version does not have: use \"nftables\", or leave it out"
                : $"unrecognized backend \"{_backend}\"";
        foreach (string key in _unsupported)
            yield return $"{key} is set, which this version of portmap does not have";
        foreach (string problem in PortMappings.SelectMany(mapping => mapping.Problems()))
            yield return problem;
    }
}
