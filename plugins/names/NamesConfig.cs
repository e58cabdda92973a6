using Cni;

namespace Plugins.Names;

/// <summary>What names may say; README.md here has the table.</summary>
internal sealed record NamesConfig : PluginConfig
{
    /// <summary>The value of <c>resolver</c> that means the gateways of the container's addresses.</summary>
    public const string Gateway = "gateway";

    readonly string _resolver;

    public NamesConfig(ConfigObject json) : base(json)
    {
        Domain = json.String("domainName").TrimEnd('.');
        DataDir = json.String("dataDir") is { Length: > 0 } dataDir ? dataDir : "/run/cni/names";
        if (!DataDir.StartsWith('/') || DataDir.Split('/').Contains(".."))
            json.Complain("dataDir", $"is {DataDir}, not an absolute path without ..");
        _resolver = json.String("resolver");
        Aliases = RuntimeConfig.Object("aliases").Strings(Name);
    }

    /// <summary>Each name is known with this after it too; "" for none.</summary>
    public string Domain { get; }

    /// <summary>Where the networks' files are.</summary>
    public string DataDir { get; }

    /// <summary>What the runtime would have the container called in this network, beside its name.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>The addresses of the resolver that reads the file; none when nobody has said that there is one.</summary>
    public IEnumerable<string> Resolvers(CniResult made) => _resolver switch
    {
        "" => [],
        Gateway => made.Ips.Select(ip => ip.Gateway).OfType<System.Net.IPAddress>().Distinct().Select(IpText.Format),
        _ => [_resolver],
    };

    protected override IEnumerable<string> OwnProblems()
    {
        if (Domain != "" && !DnsName.IsValid(Domain))
            yield return $"domainName is {Domain}, which cannot be the name of a domain";
        if (_resolver is not ("" or Gateway) && IpText.Parse(_resolver) is null)
            yield return $"resolver is {_resolver}, neither an address nor {Gateway}";
        foreach (string alias in Aliases)
            if (!DnsName.IsValid(alias))
                yield return $"runtimeConfig.aliases.{Name} holds \"{alias}\", which cannot be a name";
    }
}
