using Cni;

namespace Plugins.HostLocal;

/// <summary>What an <c>ipam</c> of type host-local may say; see README.md here for what each field does.</summary>
internal sealed record HostLocalConfig : PluginConfig
{
    readonly List<string> _problems = [];

    public HostLocalConfig(ConfigObject json) : base(json)
    {
        var ipam = json.Object("ipam");
        if (!ipam.IsSet)
            _problems.Add("IPAM config missing 'ipam' key");
        DataDir = ipam.String("dataDir") is { Length: > 0 } dataDir ? dataDir : "/var/lib/cni/networks";
        if (!DataDir.StartsWith('/') || DataDir.Split('/').Contains(".."))
            ipam.Complain("dataDir", $"is {DataDir}, not an absolute path without ..");
        ResolvConf = ipam.String("resolvConf");
        Routes = ReadRoutes(ipam);
        RequestedIps = ReadIps(Args);
        RequestedIps.AddRange(ReadIps(RuntimeConfig));
        Ranges = ReadRanges(ipam);
    }

    /// <summary>Where the networks' folders of leases are.</summary>
    public string DataDir { get; }

    /// <summary>A file to take the container's name servers from; "" for none.</summary>
    public string ResolvConf { get; }

    public List<CniRoute> Routes { get; }

    /// <summary>Each gives one address.</summary>
    public List<RangeSet> Ranges { get; }

    /// <summary>Addresses asked for in <c>args.cni.ips</c> and <c>runtimeConfig.ips</c>.</summary>
    public List<IpNumber> RequestedIps { get; }

    List<CniRoute> ReadRoutes(ConfigObject ipam)
    {
        var routes = new List<CniRoute>();
        foreach (var item in ipam.Objects("routes"))
            if (CniRoute.Read(item) is { } route)
                routes.Add(route);
        return routes;
    }

    List<IpNumber> ReadIps(ConfigObject json)
    {
        var ips = new List<IpNumber>();
        foreach (string text in json.Strings("ips"))
            if (ParseIp(text) is { } ip)
                ips.Add(ip);
            else
                json.Complain("ips", $"holds \"{text}\", not an IP address");
        return ips;
    }

    /// <summary>An address, with or without a prefix length, which is the range's to say.</summary>
    internal static IpNumber? ParseIp(string text) => Cidr.Parse(text) is { } cidr ? IpNumber.From(cidr.Address) : IpNumber.Parse(text);

    // What the runtime adds comes first, then the range that ipam itself is in the old style, then its list.
    List<RangeSet> ReadRanges(ConfigObject ipam)
    {
        var items = RuntimeConfig.ObjectLists("ipRanges");
        if (ipam.Find("subnet") is not null)
            items.Add([ipam]);
        items.AddRange(ipam.ObjectLists("ranges"));

        if (items.Count == 0 && ipam.IsSet)
            _problems.Add("no IP ranges specified");
        var sets = new List<RangeSet>();
        for (int i = 0; i < items.Count; i++)
            if (RangeSet.Read(items[i], i, _problems) is { } set)
                sets.Add(set);
        if (sets.Count == items.Count)
            FindConflicts(sets);
        return sets;
    }

    void FindConflicts(List<RangeSet> sets)
    {
        int v4 = sets.FindAll(set => set.IsIPv4).Count;
        if (!CniVersion.HasLists && (v4 > 1 || sets.Count - v4 > 1))
            _problems.Add($"CNI version {CniVersion} does not support more than 1 address per family");
        for (int i = 0; i < sets.Count; i++)
            for (int j = i + 1; j < sets.Count; j++)
                if (sets[i].Overlaps(sets[j]))
                    _problems.Add($"range set {i} overlaps with {j}");
    }

    protected override IEnumerable<string> OwnProblems()
    {
        foreach (string problem in _problems)
            yield return problem;
    }
}
