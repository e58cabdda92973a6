using System.Net;
using Cni;
using Netlink.Routing;

namespace Plugins.Sbr;

/// <summary>What a chain may say of routing by source; README.md beside this file has the table.</summary>
internal sealed record SbrConfig : PluginConfig
{
    readonly IReadOnlyList<string> _gateways;

    public SbrConfig(ConfigObject json) : base(json)
    {
        Table = json.FindUInt("table") is { } table and > 0 ? table : null;
        AddSourceHints = json.Bool("addSourceHints");
        _gateways = json.Find("gateways") is null ? [] : json.Strings("gateways");
    }

    /// <summary>A table that others fill; null for tables of our own.</summary>
    public uint? Table { get; }

    /// <summary>The main table keeps the routes to the container's own networks, each with the address to send from.</summary>
    public bool AddSourceHints { get; }

    /// <summary>The gateway of an address: the configuration's of that family, or the one that the result tells.</summary>
    public IPAddress? GatewayOf(CniAddress ip)
    {
        foreach (string text in _gateways)
            if (IpText.Parse(text) is { } gateway && gateway.AddressFamily == ip.Address.Address.AddressFamily)
                return gateway;
        return ip.Gateway;
    }

    /// <summary>The addresses of the attachment's own interface; one that names no interface is taken for its.</summary>
    public IReadOnlyList<CniAddress> AddressesOf(string ifName)
    {
        var own = new List<CniAddress>();
        if (PrevResult is { } made)
            foreach (var ip in made.Ips)
                if (ip.Interface is not { } index || index < 0 || index >= made.Interfaces.Count || made.Interfaces[index].Name == ifName)
                    own.Add(ip);
        return own;
    }

    protected override IEnumerable<string> OwnProblems()
    {
        int ipv4 = 0, ipv6 = 0;
        foreach (string text in _gateways)
            if (IpText.Parse(text) is not { } gateway)
                yield return $"gateways has \"{text}\", which is not an IP address";
            else if (gateway.GetAddressBytes().Length == 4)
                ipv4++;
            else
                ipv6++;
        if (ipv4 > 1)
            yield return "multiple IPv4 addresses in gateways: there is one default route";
        if (ipv6 > 1)
            yield return "multiple IPv6 addresses in gateways: there is one default route";
        if (Table is Route.MainTable or Route.LocalTable)
            yield return $"table is {Table}, which routes everything already";
    }
}
