using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Cli;
using Cni;
using Hull.Containers;
using Hull.Events;
using Hull.Network;
using Linux;

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
    static readonly Option<string[]> s_settings = new("--opt", "-o") { Description = $"A setting: {NetworkSettings.Words}." };
    static readonly Option<string[]> s_reserved = new("--aux-address") { Description = "An address that no container gets, NAME=ADDRESS: somebody else in the subnet has it." };
    static readonly Option<bool> s_attachable = new("--attachable") { Description = "For those who are used to it: containers can join every network." };
    static readonly Argument<string?> s_name = new("name") { Arity = ArgumentArity.ZeroOrOne, Description = "What it is called." };

    public static Command Create()
    {
        var create = new Verb("create", "Makes a network, and prints its id.", "hull network create --subnet 10.5.0.0/24 shop")
        {
            s_driver, s_subnets, s_gateways, s_ranges, s_ipv6, s_internal, s_noNames, s_labels, s_settings, s_reserved, s_attachable, s_name,
        };
        create.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            if (parsed.GetValue(s_name) is not { Length: > 0 } name)
                throw new HullException("a network needs a name: hull network create NAME");
            using var onlyUs = AllContainers.Lock();
            CheckName(name);
            var network = NetworkSettings.Apply(New(parsed, name), parsed.GetValue(s_settings) ?? []);
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
        var known = KnownNetwork.All().FirstOrDefault(network => network.Name == name);
        if (known is { IsPreset: true, Name: DefaultNetwork.Name })
            MakeWay(known);
        else if (name is "bridge" or "container" or "default" || known is not null)
            throw new HullException($"network with name {name} already exists", exitCode: 1);
        if (File.Exists(KnownNetwork.FileOf(name)))
            throw new HullException($"{KnownNetwork.FileOf(name)} is there, and holds another network or none: move it away or take another name", exitCode: 1);
    }

    // What is built in can be made anew as somebody wants it, with IPv6 for example; removing that brings back what is built in.
    static void MakeWay(KnownNetwork builtIn)
    {
        if (builtIn.Users().Select(user => user.Container.Name).Distinct().ToList() is { Count: > 0 } users)
            throw new HullException($"network {builtIn.Name} is in use by container {string.Join(", ", users)}: remove that first", exitCode: 1);
        DefaultNetwork.RemoveUnusedBridge();
    }

    static NewNetwork New(ParseResult parsed, string name)
    {
        string driver = parsed.GetValue(s_driver)!;
        if (driver is not (NewNetwork.Bridge or NewNetwork.Macvlan or NewNetwork.Ipvlan))
            throw new HullException($"there is no driver {driver}; there are {NewNetwork.Bridge}, {NewNetwork.Macvlan} and {NewNetwork.Ipvlan}");
        var pools = Pools(parsed);
        return new()
        {
            Name = name,
            Id = KernelRandom.Hex(32),
            Driver = driver,
            Pools = pools,
            IsInternal = parsed.GetValue(s_internal),
            HasNames = !parsed.GetValue(s_noNames),
            Labels = (parsed.GetValue(s_labels) ?? []).Select(label => label.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : ""),
            Mtu = DefaultRoute.Mtu,
            Reserved = Reserved(parsed, pools),
            BridgeName = name == DefaultNetwork.Name && driver == NewNetwork.Bridge ? DefaultNetwork.Bridge : null,
        };
    }

    // Gateways and ranges belong to the subnet that they are in.
    static IReadOnlyList<AddressPool> Pools(ParseResult parsed)
    {
        var subnets = (parsed.GetValue(s_subnets) ?? []).Select(text => SubnetOf("--subnet", text)).ToList();
        // What is on a link of the host's own is in the network that the host is in.
        bool ofHost = parsed.GetValue(s_driver) != NewNetwork.Bridge;
        foreach (var subnet in subnets) FreeSubnet.CheckIsFree(subnet, ofHost);
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

    static Dictionary<string, string> Reserved(ParseResult parsed, IReadOnlyList<AddressPool> pools)
    {
        var reserved = new Dictionary<string, string>();
        foreach (string text in parsed.GetValue(s_reserved) ?? [])
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } name, var written])
                throw new HullException($"--aux-address is \"{text}\": it reads NAME=ADDRESS, such as router=10.5.0.254");
            var address = NetworkUse.AddressOf("--aux-address", written);
            IndexOf(pools, address, $"--aux-address {text}");
            reserved[name] = address.ToString();
        }
        return reserved;
    }

    static int IndexOf(IReadOnlyList<AddressPool> pools, IPAddress address, string option) => pools.ToList().FindIndex(pool => pool.Subnet.Contains(address)) is >= 0 and var of
        ? of
        : throw new HullException($"{option} is in none of the network's subnets ({string.Join(", ", pools.Select(pool => pool.Subnet))})");

    static Cidr SubnetOf(string option, string text) => Cidr.Parse(text) is { } subnet && subnet.PrefixLength <= (subnet.IsIPv4 ? 30 : 126)
        ? subnet.Network
        : throw new HullException($"{option} is \"{text}\": it reads ADDRESS/LENGTH, such as 10.5.0.0/16, with room for two at least");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex Form();
}
