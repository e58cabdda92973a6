using System.Net;
using System.Text.Json;
using Cni;
using Hull.Containers;
using Hull.Names;
using Linux;
using Netlink.Routing;

namespace Hull.Network;

/// <summary>Makes a container's namespace and, by the CNI plugins of its networks, what is in it; and takes all of that away.</summary>
internal static class ContainerNetwork
{
    /// <summary>What the container got in each of its networks.</summary>
    public static IReadOnlyList<CniResult> Attach(Container container, Journal journal)
    {
        if (container.OwnNamespace is not { } name)
            return [];
        journal.Namespace();
        NamedNamespaces.Add(name);
        SetLoopbackUp(name);

        var files = new NetworkFiles(container);
        var uses = files.All();
        return [.. uses.Select(use => Attach(container, files, use, withPorts: IsPrimary(use, uses), journal))];
    }

    /// <summary>Whether it is the one with the default route and the published ports.</summary>
    public static bool IsPrimary(NetworkUse use, IEnumerable<NetworkUse> uses) => uses.MaxBy(other => other.GatewayPriority)!.IfName == use.IfName;

    /// <summary>Adds one network to a container whose namespace is there.</summary>
    public static CniResult Attach(Container container, NetworkFiles files, NetworkUse use, bool withPorts, Journal journal)
    {
        var network = files.Configuration(use);
        journal.Network(use.IfName);
        bool isBridge = network.Plugins[0].Type == NewNetwork.Bridge;
        BelieveRouters(container, "default", !isBridge);
        var result = Plugins().Add(network, AttachmentOf(container, use), AttachOptionsOf.Make(container, use, network, withPorts));
        if (isBridge && result.Ips.Count == 0)
            BelieveRouters(container, use.IfName, true);
        if (ResolverFor(network) is { } names && result.Ips.Count > 0)
            Serve(names, result);
        return result;
    }

    /// <summary>That there is nothing (any more) is as good.</summary>
    /// <param name="withPorts">Whether the ports were published there; null where that is as the files say now.</param>
    public static void Detach(Container container, string ifName, bool? withPorts = null)
    {
        var files = new NetworkFiles(container);
        if (files.Find(ifName) is not { } use)
            return;
        var network = files.Configuration(use);
        Plugins().Del(network, AttachmentOf(container, use), AttachOptionsOf.Make(container, use, network, withPorts ?? IsPrimary(use, files.All())));
    }

    /// <exception cref="CniError">What a plugin finds missing or different.</exception>
    public static void Check(Container container, NetworkUse use)
    {
        var files = new NetworkFiles(container);
        var network = files.Configuration(use);
        if (network.CniVersion.HasCheck)
            Plugins().Check(network, AttachmentOf(container, use), AttachOptionsOf.Make(container, use, network, withPorts: IsPrimary(use, files.All())));
    }

    /// <summary>Whether there still is a namespace where an attachment was made.</summary>
    public static bool IsAlive(Attachment attachment)
    {
        using var ns = attachment.FindNetNs();
        return ns is not null;
    }

    /// <summary>What the last ADD said; null when there was none.</summary>
    public static CniResult? ResultOf(Container container, NetworkUse use) =>
        Plugins().Find(new NetworkFiles(container).Configuration(use), AttachmentOf(container, use));

    /// <summary>The IPv4 address that the container's ports are published for, as it is now; null when it has none, or it cannot be told.</summary>
    public static IPAddress? AddressOfPorts(Container container)
    {
        try
        {
            var uses = new NetworkFiles(container).All();
            return uses.FirstOrDefault(use => IsPrimary(use, uses)) is { } primary
                ? ResultOf(container, primary)?.Ips.FirstOrDefault(ip => ip.Address.IsIPv4)?.Address.Address
                : null;
        }
        catch (Exception e) when (e is CniError or LinuxException or IOException or JsonException)
        {
            return null;   // its network is being changed
        }
    }

    public static Runtime Plugins() => new(PluginEnvironment.Folders) { Onlooker = Debugging.OfPlugins };

    // After a restart of the machine the namespace is gone, and DEL is to be called without.
    public static Attachment AttachmentOf(Container container, NetworkUse use)
    {
        string path = NamedNamespaces.PathOf(container.OwnNamespace!);
        return new(container.Id, File.Exists(path) ? path : "", use.IfName);
    }

    static NetworkList? ResolverFor(NetworkList network) => network.Plugins.Any(plugin => plugin.Type is "names" or "dnsname") ? network : null;

    // Names that nobody answers are a nuisance; a container that does not start for it would be a greater one.
    static void Serve(NetworkList network, CniResult result)
    {
        var gateways = result.Ips.Where(ip => ip.Gateway is not null).Select(ip => ip.Address with { Address = ip.Gateway! }).ToList();
        if (!result.Dns.Nameservers.Any(server => gateways.Any(gateway => gateway.Address.ToString() == server)))
            return;
        try
        {
            ResolverProcess.Ensure(network.Name, NamesFolder, gateways, isInternal: !result.Routes.Any(route => route.Destination.PrefixLength == 0));
        }
        catch (HullException e)
        {
            Stdio.WriteError($"hull: {e.Message}");
        }
    }

    /// <summary>Has somebody look after the servers of the names of a container's networks for as long as this process lives.</summary>
    public static void CareForNames(Container container)
    {
        var files = new NetworkFiles(container);
        foreach (var use in files.All())
            if (ResolverFor(files.Configuration(use)) is { } names)
                ResolverCare.Begin(names.Name);
    }

    const string NamesFolder = "/run/cni/names";

    // Where hull says which addresses there are, and which is the gateway, a router that tells otherwise is a neighbour who may send what it likes (CVE-2020-10749).
    // By what new links begin with: an interface is never there without. Who wants it otherwise has --sysctl, which comes later.
    static void BelieveRouters(Container container, string link, bool yes)
    {
        using var ns = NamedNamespaces.Open(container.OwnNamespace!);
        ns.Visit(() => Sysctl.SetIfThere($"net/ipv6/conf/{link}/accept_ra", yes ? "1" : "0"));
    }

    static void SetLoopbackUp(string name)
    {
        using var ns = NamedNamespaces.Open(name);
        using var routes = RouteSocket.Open(ns);
        routes.Links.SetUp(routes.Links.Get("lo"));
    }
}
