using Cni;

namespace Plugins.Portmap;

/// <summary>What a chain may say of published ports; README.md beside this file has the table.</summary>
internal sealed record PortmapConfig : PluginConfig
{
    public const string Nftables = "nftables", Iptables = "iptables";
    const int UsualMarkBit = 13, LastMarkBit = 31;

    readonly int? _markBit;

    public PortmapConfig(ConfigObject json) : base(json)
    {
        Backend = json.String("backend");
        bool snat = json.Bool("snat", unset: true), masqueradeAll = json.Bool("masqAll");
        Snat = !snat ? Snat.None : masqueradeAll ? Snat.All : Snat.Needed;
        Conditions = new(Name, json.Strings("conditionsV4"), json.Strings("conditionsV6"));
        ExternalSetMarkChain = json.Find("externalSetMarkChain") is null ? null : json.String("externalSetMarkChain");
        _markBit = json.FindInt("markMasqBit");
        PortMappings = RuntimeConfig.Objects("portMappings").ConvertAll(mapping => new PortMapping(mapping));
    }

    /// <summary>"" leaves the choice to <see cref="Backends"/>.</summary>
    public string Backend { get; }

    public Snat Snat { get; }
    public Conditions Conditions { get; }

    /// <summary>A chain of somebody else's that marks what is to be masqueraded; null for our own.</summary>
    public string? ExternalSetMarkChain { get; }

    /// <summary>The bit of a packet's mark that asks for masquerading.</summary>
    public uint Mark => 1u << (_markBit ?? UsualMarkBit);

    public List<PortMapping> PortMappings { get; }

    /// <summary>
    /// The mappings with the container's addresses: the first of each family that belongs to the attachment's own interface. A mapping whose
    /// host address is of one family is not for the other.
    /// </summary>
    public List<PublishedPort> Published(Attachment at)
    {
        var published = new List<PublishedPort>();
        foreach (var container in Containers(at))
            foreach (var mapping in PortMappings)
                if (mapping.To(container) is { } port)
                    published.Add(port);
        return published;
    }

    /// <summary>The addresses that ports lead to: one of each family at most; none when the result is not known.</summary>
    public List<Cidr> Containers(Attachment at)
    {
        var containers = new List<Cidr>();
        if (PrevResult is { } made)
            foreach (var ip in made.Ips)
                if (BelongsTo(ip, at, made) && !containers.Exists(known => known.IsIPv4 == ip.Address.IsIPv4))
                    containers.Add(ip.Address);
        return containers;
    }

    // An index that leads nowhere says nothing against an address, here as in the reference plugin.
    static bool BelongsTo(CniAddress ip, Attachment at, CniResult made) =>
        ip.Interface is not { } index || index < 0 || index >= made.Interfaces.Count
        || made.Interfaces[index] is { Sandbox: not "" } link && link.Name == at.IfName;

    protected override IEnumerable<string> OwnProblems()
    {
        if (_markBit is not null && ExternalSetMarkChain is not null)
            yield return "Cannot specify externalSetMarkChain and markMasqBit";
        if (_markBit is < 0 or > LastMarkBit)
            yield return "MasqMarkBit must be between 0 and 31";
        if (BackendProblem() is { } problem)
            yield return problem;
        foreach (string wrong in PortMappings.SelectMany(mapping => mapping.Problems()))
            yield return wrong;
    }

    // Which backend it would be takes a process to find out, and matters here only to what belongs to one of them.
    string? BackendProblem()
    {
        if (Backend is Iptables or Nftables && ExternalSetMarkChain is null && !Conditions.Any)
            return null;
        (string Key, string Backend)[] specific =
        [
            ("externalSetMarkChain", ExternalSetMarkChain is null ? "" : Iptables),
            ("conditionsV4", Conditions.BackendOf(Conditions.V4)),
            ("conditionsV6", Conditions.BackendOf(Conditions.V6)),
        ];
        if (Backend == "" && specific.All(option => option.Backend == ""))
            return null;
        string backend = Backends.Choose(Backend), other = backend == Iptables ? Nftables : Iptables;
        string[] wrong = Array.ConvertAll(Array.FindAll(specific, option => option.Backend == other), option => option.Key);
        if (wrong.Length > 0)
            return $"{backend} backend was requested but configuration contains {other}-specific options [{string.Join(' ', wrong)}]";
        return backend is Iptables or Nftables ? null : $"unrecognized backend \"{backend}\"";
    }
}
