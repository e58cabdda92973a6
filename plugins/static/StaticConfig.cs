using System.Net;
using Cni;

namespace Plugins.Static;

/// <summary>
/// What an <c>ipam</c> of type static may say; README.md beside this file has the table. Values are judged when the addresses are
/// asked for: a DEL needs none, and must not fail for what an ADD refused.
/// </summary>
internal sealed record StaticConfig : PluginConfig
{
    readonly bool _hasIpam;
    readonly List<(string Address, string Gateway)> _addresses = [];
    readonly IReadOnlyList<string> _askedByArgs, _askedByRuntime;

    public StaticConfig(ConfigObject json) : base(json)
    {
        var ipam = json.Object("ipam");
        _hasIpam = ipam.IsSet;
        foreach (var item in ipam.Objects("addresses"))
            _addresses.Add((item.String("address"), item.String("gateway")));
        Routes = CniRoute.ReadAll(ipam);
        IpamDns = CniDns.Read(ipam.Object("dns"));
        _askedByArgs = Args.Strings("ips");
        _askedByRuntime = RuntimeConfig.Strings("ips");
    }

    public IReadOnlyList<CniRoute> Routes { get; }

    /// <summary>The key <c>ipam.dns</c>. The network's own <c>dns</c> is for the plugin that calls this one.</summary>
    public CniDns IpamDns { get; }

    /// <summary>
    /// The addresses for this call: those of <c>runtimeConfig.ips</c>, or else of <c>args.cni.ips</c>, or else the configuration's and those of CNI_ARGS together.
    /// </summary>
    /// <exception cref="CniError">All that is wrong with them.</exception>
    public IReadOnlyList<CniAddress> Addresses(CniArgs args)
    {
        var problems = new List<string>();
        if (!_hasIpam)
            problems.Add("IPAM config missing 'ipam' key");
        var byArgs = ReadList(_askedByArgs, problems);
        var byRuntime = ReadList(_askedByRuntime, problems);
        var fromVariable = ReadVariable(args, problems);
        var addresses = byRuntime.Count > 0 ? byRuntime : byArgs.Count > 0 ? byArgs : WithGateways([.. ReadConfigured(problems), .. fromVariable], args, problems);

        int v4 = addresses.Count(ip => ip.Address.IsIPv4);
        if (!CniVersion.HasLists && (v4 > 1 || addresses.Count - v4 > 1))
            problems.Add($"CNI version {CniVersion} does not support more than 1 address per family");
        return problems.Count == 0 ? addresses : throw CniError.InvalidConfig(problems);
    }

    static List<CniAddress> ReadList(IReadOnlyList<string> texts, List<string> problems) =>
        ReadAll(texts, problems, text => $"an entry in the 'ips' field is NOT in CIDR notation, got: '{text}'");

    static List<CniAddress> ReadVariable(CniArgs args, List<string> problems) =>
        ReadAll(Split(args["IP"]), problems, text => $"the 'ip' field is expected to be in CIDR notation, got: '{text}'");

    static List<CniAddress> ReadAll(IReadOnlyList<string> texts, List<string> problems, Func<string, string> problem)
    {
        var addresses = new List<CniAddress>();
        foreach (string text in texts)
            if (Cidr.Parse(text) is { } address)
                addresses.Add(new(address));
            else
                problems.Add(problem(text));
        return addresses;
    }

    List<CniAddress> ReadConfigured(List<string> problems)
    {
        var addresses = new List<CniAddress>();
        foreach (var (text, gatewayText) in _addresses)
        {
            var gateway = IpText.Parse(gatewayText);
            if (Cidr.Parse(text) is { } address)
                addresses.Add(new(address, gateway));
            else
                problems.Add($"the 'address' field is expected to be in CIDR notation, got: '{text}'");
            if (gateway is null && gatewayText != "")
                problems.Add($"invalid gateway address: {gatewayText}");
        }
        return addresses;
    }

    // CNI_ARGS names gateways without saying whose: each is that of the addresses whose network it is in.
    static List<CniAddress> WithGateways(List<CniAddress> addresses, CniArgs args, List<string> problems)
    {
        foreach (string text in Split(args["GATEWAY"]))
            if (IpText.Parse(text) is not { } gateway)
                problems.Add($"invalid gateway address: {text}");
            else
                for (int i = 0; i < addresses.Count; i++)
                    if (addresses[i].Address.Contains(gateway))
                        addresses[i] = addresses[i] with { Gateway = gateway };
        return addresses;
    }

    static string[] Split(string? list) => string.IsNullOrEmpty(list) ? [] : list.Split(',', StringSplitOptions.TrimEntries);
}
