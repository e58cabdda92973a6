using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>The filters of a socket's namespace.</summary>
public readonly struct Filters(RouteSocket socket)
{
    // Of clsact, and of the older ingress hook too.
    internal const uint Ingress = (TC_H.CLSACT & 0xffff0000) | TC_H.MIN_INGRESS;

    /// <summary>The filters of a link, in the order in which packets meet them.</summary>
    public List<ListedFilter> List(Link link, FilterPlace place) => socket.List(RTM.GETTFILTER, new("list filters of", link),
        to => to.Body(new TcMsg { Index = link.Index, Parent = (uint)place }), ListedFilter.Parse, none: Errno.Invalid);

    /// <summary>Where filters send what comes in by a link; those of the u32 kind, as here and as the reference plugins make them.</summary>
    public List<RedirectTarget> ListRedirects(Link link) => socket.List(RTM.GETTFILTER, new("list filters of", link),
        to => to.Body(new TcMsg { Index = link.Index, Parent = Ingress }), RedirectFilter.Parse, none: Errno.Invalid);

    /// <summary>Takes a redirecting filter away; false when there is none, or no place for it.</summary>
    public bool DeleteIfThere(RedirectFilter filter)
    {
        var request = socket.Request(filter.DeleteMessage, MessageFlags.None);
        filter.WriteTo(request);
        try
        {
            return socket.Execute(request, new("delete", filter), none: Errno.NoEntry);
        }
        catch (NetlinkException e) when (e.Errno == Errno.Invalid)   // no hook, so no filter
        {
            return false;
        }
    }
}

/// <summary>Where packets meet filters: at the queueing discipline by which they leave, where they come in, or where they leave (clsact).</summary>
public enum FilterPlace : uint { Root = 0, Ingress = 0xfffffff2, Egress = 0xfffffff3 }
