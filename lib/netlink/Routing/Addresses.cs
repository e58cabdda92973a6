using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>The addresses of a socket's namespace.</summary>
public readonly struct Addresses(RouteSocket socket)
{
    /// <summary>All addresses, of one link and one family if asked.</summary>
    public List<Address> List(Link? of = null, Family family = Family.Any) => socket.List(RTM.GETADDR, new("list", "addresses"),
        to => to.Body(new IfAddrMsg { Family = (byte)family, Index = of?.Index ?? 0 }), Address.Parse);

    /// <summary>Those of a link in another namespace, by the numbers that this one knows both by (<see cref="Link.ParentNamespaceId"/>).</summary>
    public List<Address> ListThere(int namespaceId, int linkIndex) => socket.List(RTM.GETADDR, new("list addresses of link", $"{linkIndex} in namespace {namespaceId}"), to =>
    {
        to.Body(new IfAddrMsg { Index = linkIndex });
        to.Put(IFA.TARGET_NETNSID, namespaceId);
    }, Address.Parse);
}
