using System.Net;
using Linux;
using Netfilter.Nft;
using Netfilter.Nft.Tracing;
using Netlink;
using Netlink.Routing;

namespace Netctl.Hosts;

/// <summary>A network namespace of this host, as far as it was looked at: its links, addresses, routes and rules, each read when it is first needed.</summary>
internal sealed class Place : IDisposable
{
    readonly RouteSocket _routing;
    Dictionary<int, Link>? _links;
    List<Address>? _addresses;
    RuleTracer? _rules;
    NftSocket? _nft;   // which the rules look their sets up by

    public Place(string name, NetNamespace ns)
    {
        (Name, Namespace) = (name, ns);
        _routing = RouteSocket.Open(ns);
    }

    public string Name { get; }
    public NetNamespace Namespace { get; }

    public Dictionary<int, Link> Links => _links ??= _routing.Links.List().ToDictionary(link => link.Index);

    public List<Address> Addresses => _addresses ??= _routing.Addresses.List();

    public bool Has(IPAddress address) => Addresses.Exists(one => one.Ip.Equals(address));

    /// <summary>What an address is to this namespace.</summary>
    public RouteType TypeOf(IPAddress address) =>
        address.Family() == Family.Ipv4 && address.GetAddressBytes()[0] == 127 ? RouteType.Local : _routing.Routes.Find(address)?.Type ?? RouteType.Unicast;

    /// <summary>The route to an address; null when there is none.</summary>
    public Route? WayTo(IPAddress address) => _routing.Routes.Find(address);

    public Route Ask(RouteQuestion question) => _routing.Routes.Get(question);

    public Neighbour? Neighbour(IPAddress of, Link on) =>
        _routing.Neighbours.List(on, of.Family()).Find(neighbour => neighbour.Ip.Equals(of) && neighbour.LinkIndex == on.Index);

    public RuleTracer Rules => _rules ??= new(_nft = NftSocket.Open(Namespace), TypeOf);

    /// <summary>The number by which this namespace knows another; null for none.</summary>
    public int? NumberOf(Place other) => _routing.NamespaceIds.Find(other.Namespace);

    /// <summary>A kernel setting of this namespace; null when there is no such setting.</summary>
    public string? Setting(string name) => Namespace.Visit(() => Sysctl.Find(name));

    public T Read<T>(Func<T> work) => Namespace.Visit(work);

    public void Dispose()
    {
        _nft?.Dispose();
        _routing.Dispose();
        Namespace.Dispose();
    }
}
