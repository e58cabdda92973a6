using System.CommandLine;
using System.Globalization;
using System.Net;
using Cni;
using Hull.Network;
using Netlink.Routing;

namespace Hull.Commands;

/// <summary>What run can be told about a container's networks and names.</summary>
internal static class NetworkOptions
{
    static readonly Option<string[]> s_network = new("--network", "--net")
    {
        Description = "A network by its name, several times for several; name=NET,ip=ADDRESS,ip6=ADDRESS,mac-address=MAC,alias=NAME,gw-priority=N,interface_name=NAME says more of one. "
            + "Or none, host, container:NAME, ns:NAME for a namespace of `netctl add NAME`.",
    };
    static readonly Option<string?> s_ip = new("--ip") { Description = "Its IPv4 address in its network." };
    static readonly Option<string?> s_ip6 = new("--ip6") { Description = "Its IPv6 address in its network." };
    static readonly Option<string?> s_mac = new("--mac-address") { Description = "Its MAC address in its network." };
    static readonly Option<string[]> s_aliases = new("--network-alias", "--net-alias") { Description = "One more name that it is found by in its network." };
    static readonly Option<string?> s_bandwidth = new("--bandwidth") { Description = "The most that goes in, and out, in a second, in bits: 10M, 1.5G." };
    static readonly Option<int> s_priority = new("--gw-priority") { Description = "Of several networks, the highest has the default route and the published ports." };
    static readonly Option<string[]> s_dns = new("--dns") { Description = "A name server to ask in place of the host's." };
    static readonly Option<string[]> s_search = new("--dns-search") { Description = "A domain to look names up in; . for none." };
    static readonly Option<string[]> s_options = new("--dns-option", "--dns-opt") { Description = "An option of resolv.conf(5)." };
    static readonly Option<string[]> s_hosts = new("--add-host") { Description = "A line for /etc/hosts, NAME:ADDRESS; the address host-gateway is the host." };

    public static IReadOnlyList<Option> All => [s_network, s_ip, s_ip6, s_mac, s_aliases, s_bandwidth, s_priority, s_dns, s_search, s_options, s_hosts];

    public static IReadOnlyList<NetworkUse> Networks(ParseResult parsed)
    {
        var uses = (parsed.GetValue(s_network) is { Length: > 0 } named ? named : [DefaultNetwork.Name]).Select(NetworkUse.Parse).ToList();
        if (uses.Count > 1 && uses.Find(use => !NetworkMode.HasNetworks(use.Network)) is { } alone)
            throw new HullException($"--network {alone.Network} stands alone: a container cannot have it beside others");
        if (uses.Count > 1 && uses.GroupBy(use => use.Network).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new HullException($"--network {twice.Key} is there twice");
        var one = WithOptions(uses[0], parsed);
        if (one != uses[0] && !NetworkMode.HasNetworks(one.Network))
            throw new HullException($"--ip, --ip6, --mac-address, --network-alias and --bandwidth need a network that hull makes; --network {one.Network} is none");
        if (one != uses[0] && uses.Count > 1)
            throw new HullException("of several networks, each says itself what it is to be like: --network name=NET,ip=ADDRESS,alias=NAME");
        uses[0] = one;
        if (NetworkMode.SharesContainer(one.Network) && (parsed.GetValue(s_dns) ?? []).Concat(parsed.GetValue(s_search) ?? []).Concat(parsed.GetValue(s_options) ?? [])
            .Concat(parsed.GetValue(s_hosts) ?? []).Any())
            throw new HullException($"--dns and --add-host do not go with --network {one.Network}: names are the other container's");
        return uses;
    }

    static NetworkUse WithOptions(NetworkUse use, ParseResult parsed)
    {
        IEnumerable<IPAddress> more = (parsed.GetValue(s_ip) is { } ip ? [NetworkUse.AddressOf("--ip", ip)] : (IPAddress[])[])
            .Concat(parsed.GetValue(s_ip6) is { } ip6 ? [NetworkUse.AddressOf("ip6", ip6)] : []);
        if (more.Any()) use = use with { Addresses = [.. use.Addresses, .. more] };
        if (parsed.GetValue(s_mac) is { } mac) use = use with { Mac = NetworkUse.MacOf(mac) };
        if (parsed.GetValue(s_aliases) is { Length: > 0 } aliases) use = use with { Aliases = [.. use.Aliases, .. aliases] };
        if (parsed.GetValue(s_bandwidth) is { } bandwidth) use = use with { Bandwidth = BitsOf(bandwidth) };
        if (parsed.GetValue(s_priority) is not 0 and var priority) use = use with { GatewayPriority = priority };
        return use;
    }

    static long BitsOf(string text)
    {
        long unit = char.ToUpperInvariant(text.LastOrDefault()) switch { 'K' => 1_000, 'M' => 1_000_000, 'G' => 1_000_000_000, _ => 1 };
        return decimal.TryParse(unit == 1 ? text : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number * unit >= 8
            ? (long)(number * unit)
            : throw new HullException($"--bandwidth is \"{text}\": it reads 10M, 1.5G or a number of bits a second, from 8 on");
    }

    public static CniDns Dns(ParseResult parsed) => new()
    {
        Nameservers = [.. (parsed.GetValue(s_dns) ?? []).Select(server => NetworkUse.AddressOf("--dns", server).ToString())],
        Search = parsed.GetValue(s_search) ?? [],
        Options = parsed.GetValue(s_options) ?? [],
    };

    /// <summary>Lines of /etc/hosts.</summary>
    public static IReadOnlyList<string> MoreHosts(ParseResult parsed) => [.. (parsed.GetValue(s_hosts) ?? []).Select(HostLine)];

    static string HostLine(string given)
    {
        int at = given.IndexOfAny([':', '=']);
        if (at <= 0)
            throw new HullException($"--add-host is \"{given}\": it reads NAME:ADDRESS, such as db:10.1.2.3 or host:host-gateway");
        var (name, address) = (given[..at], given[(at + 1)..].Trim('[', ']'));
        return $"{(address == "host-gateway" ? HostAddress() : NetworkUse.AddressOf("--add-host", address))}\t{name}";
    }

    // What the host sends from by default: every network's containers reach it there.
    static IPAddress HostAddress()
    {
        using var host = RouteSocket.Open();
        return host.Addresses.List(family: Netlink.Family.Ipv4).FirstOrDefault(address => !IPAddress.IsLoopback(address.Ip))?.Ip
            ?? throw new HullException("host-gateway: this machine has no address that a container could reach; name one");
    }
}
