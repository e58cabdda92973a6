using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Cni;
using Hull.Containers;
using Hull.Events;
using Hull.Network;
using Linux;
using Netlink.Routing;

namespace Hull.Commands.Networks;

/// <summary>hull network create</summary>
internal static partial class NetworkCreate
{
    static readonly Option<string> s_driver = new("--driver", "-d") { Description = "bridge, macvlan or ipvlan.", DefaultValueFactory = _ => NewNetwork.Bridge };
    static readonly Option<string[]> s_subnets = new("--subnet") { Description = "Its addresses, such as 10.5.0.0/16; a free one of the size /24 without." };
    static readonly Option<string[]> s_gateways = new("--gateway") { Description = "The host's address in it; the first of the subnet without." };
    static readonly Option<string[]> s_ranges = new("--ip-range") { Description = "The part of the subnet that containers get their addresses from." };
    static readonly Option<bool> s_ipv6 = new("--ipv6") { Description = "IPv6, too: a unique local subnet unless --subnet names one." };
    static readonly Option<bool> s_internal = new("--internal") { Description = "No way out of it, and none in but from the host." };
    static readonly Option<bool> s_noNames = new("--disable-dns") { Description = "Containers are not found by name." };
    static readonly Option<string[]> s_labels = new("--label") { Description = "A label, NAME=VALUE." };
    static readonly Option<string[]> s_settings = new("--opt", "-o") { Description = "bridge=NAME, mtu=BYTES, parent=LINK or mode=MODE." };
    static readonly Argument<string?> s_name = new("name") { Arity = ArgumentArity.ZeroOrOne, Description = "What it is called." };

    public static Command Create()
    {
        var create = new Command("create", "Makes a network, and prints its id. Example: hull network create --subnet 10.5.0.0/24 shop")
        {
            s_driver, s_subnets, s_gateways, s_ranges, s_ipv6, s_internal, s_noNames, s_labels, s_settings, s_name,
        };
        create.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            if (parsed.GetValue(s_name) is not { Length: > 0 } name)
                throw new HullException("a network needs a name: hull network create NAME");
            using var onlyUs = AllContainers.Lock();
            CheckName(name);
            var network = Settled(New(parsed, name), parsed.GetValue(s_settings) ?? []);
            Folder.Ensure(Hull.Network.Networks.Folder);
            AtomicFile.Write(KnownNetwork.FileOf(name), Encoding.UTF8.GetBytes(network.Conflist), 0x1a4 /* 0644 */, flush: true);
            Happened.To(KnownNetwork.Get(name), "create");
            Stdio.WriteOutput(Encoding.ASCII.GetBytes(network.Id + "\n"));
            return 0;
        });
        return create;
    }

    static void CheckName(string name)
    {
        if (!Form().IsMatch(name) || name.Length > 128)
            throw new HullException($"invalid network name \"{name}\": it begins with a letter or digit and goes on with those, _ . and -, 128 at most");
        if (name is "bridge" or "container" or "default" || KnownNetwork.All().Any(network => network.Name == name))
            throw new HullException($"network with name {name} already exists", exitCode: 1);
        if (File.Exists(KnownNetwork.FileOf(name)))
            throw new HullException($"{KnownNetwork.FileOf(name)} is there, and holds another network or none: move it away or take another name", exitCode: 1);
    }

    static NewNetwork New(ParseResult parsed, string name)
    {
        string driver = parsed.GetValue(s_driver)!;
        if (driver is not (NewNetwork.Bridge or NewNetwork.Macvlan or NewNetwork.Ipvlan))
            throw new HullException($"there is no driver {driver}; there are {NewNetwork.Bridge}, {NewNetwork.Macvlan} and {NewNetwork.Ipvlan}");
        return new()
        {
            Name = name,
            Id = KernelRandom.Hex(32),
            Driver = driver,
            Pools = Pools(parsed),
            IsInternal = parsed.GetValue(s_internal),
            HasNames = !parsed.GetValue(s_noNames),
            Labels = (parsed.GetValue(s_labels) ?? []).Select(label => label.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : ""),
            Mtu = MtuOfDefaultRoute() is > 0 and not 1500 and var mtu ? mtu : null,
        };
    }

    static NewNetwork Settled(NewNetwork network, IEnumerable<string> settings)
    {
        foreach (string setting in settings)
            network = setting.Split('=', 2) switch
            {
                ["bridge" or "com.docker.network.bridge.name", var name] when InterfaceNames.IsValid(name) => network with { BridgeName = name },
                ["mtu" or "com.docker.network.driver.mtu", var mtu] when int.TryParse(mtu, out int bytes) && bytes is >= 68 and <= 65535 => network with { Mtu = bytes },
                ["parent", var parent] when InterfaceNames.IsValid(parent) => network with { Parent = parent },
                ["mode" or "macvlan_mode" or "ipvlan_mode", var mode] => network with { Mode = mode },
                _ => throw new HullException($"-o {setting} is not understood: it reads bridge=NAME, mtu=BYTES (68 to 65535), parent=LINK or mode=MODE"),
            };
        return network;
    }

    // Gateways and ranges belong to the subnet that they are in.
    static IReadOnlyList<AddressPool> Pools(ParseResult parsed)
    {
        var subnets = (parsed.GetValue(s_subnets) ?? []).Select(text => SubnetOf("--subnet", text)).ToList();
        foreach (var subnet in subnets) FreeSubnet.CheckIsFree(subnet);
        if (!subnets.Exists(subnet => subnet.IsIPv4) && (subnets.Count == 0 || parsed.GetValue(s_ipv6)))
            subnets.Insert(0, FreeSubnet.FindIPv4());
        if (parsed.GetValue(s_ipv6) && subnets.TrueForAll(subnet => subnet.IsIPv4))
            subnets.Add(FreeSubnet.FindIPv6());
        var pools = subnets.ConvertAll(subnet => new AddressPool(subnet));
        foreach (string text in parsed.GetValue(s_gateways) ?? [])
        {
            var gateway = NetworkUse.AddressOf("--gateway", text);
            int of = IndexOf(pools, gateway, $"--gateway {text}");
            pools[of] = pools[of] with { Gateway = gateway };
        }
        foreach (string text in parsed.GetValue(s_ranges) ?? [])
        {
            var range = SubnetOf("--ip-range", text);
            int of = IndexOf(pools, range.Address, $"--ip-range {text}");
            pools[of] = pools[of] with { Range = range };
        }
        return pools;
    }

    static int IndexOf(List<AddressPool> pools, IPAddress address, string option) => pools.FindIndex(pool => pool.Subnet.Contains(address)) is >= 0 and var of
        ? of
        : throw new HullException($"{option} is in none of the network's subnets ({string.Join(", ", pools.Select(pool => pool.Subnet))})");

    static Cidr SubnetOf(string option, string text) => Cidr.Parse(text) is { } subnet && subnet.PrefixLength <= (subnet.IsIPv4 ? 30 : 126)
        ? subnet.Network
        : throw new HullException($"{option} is \"{text}\": it reads ADDRESS/LENGTH, such as 10.5.0.0/16, with room for two at least");

    static int MtuOfDefaultRoute()
    {
        using var host = RouteSocket.Open();
        var route = host.Routes.List().Find(route => route.To is null or { PrefixLength: 0 } && route.LinkIndex != 0);
        return route is null ? 0 : (int)(host.Links.List().FirstOrDefault(link => link.Index == route.LinkIndex)?.Mtu ?? 0);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex Form();
}
