using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>The queueing disciplines of a socket's namespace.</summary>
public readonly struct Qdiscs(RouteSocket socket)
{
    /// <summary>Gives the link its hooks for filters on the way in and out; false when it has them already, or had the older ingress hook.</summary>
    public bool EnsureClsact(Link link)
    {
        var clsact = new ClsactQdisc(link);
        var request = socket.Request(clsact.AddMessage, clsact.AddFlags);
        clsact.WriteTo(request);
        return socket.Execute(request, new("add", clsact), none: Errno.Exists);
    }

    /// <summary>All of them, or those of one link.</summary>
    public List<ListedQdisc> List(Link? of = null)
    {
        var all = socket.List(RTM.GETQDISC, new("list", "queueing disciplines"), to => to.Body(new TcMsg { Index = of?.Index ?? 0 }), ListedQdisc.Parse);
        return of is null ? all : all.FindAll(qdisc => qdisc.LinkIndex == of.Index);   // the kernel lists other links' too
    }

    public void Add(Qdisc qdisc) => socket.Add(qdisc);

    /// <summary>Adds one, or changes the one that is in its place.</summary>
    public void Replace(Qdisc qdisc)
    {
        var request = socket.Request(qdisc.AddMessage, MessageFlags.Create | MessageFlags.Replace);
        qdisc.WriteTo(request);
        socket.Execute(request, new("replace", qdisc));
    }

    /// <summary>The token bucket that a link's packets pass; null when what is at its root is none.</summary>
    public TbfQdisc? FindTbf(Link link)
    {
        var found = socket.List(RTM.GETQDISC, new("list", "queueing disciplines"),
            to => to.Body(new TcMsg { Index = link.Index }), body => TbfQdisc.Parse(body, link));   // the kernel lists other links' too
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Takes a queueing discipline away; false when it is not there.</summary>
    public bool DeleteIfThere(Qdisc qdisc)
    {
        var request = socket.Request(qdisc.DeleteMessage, MessageFlags.None);
        qdisc.WriteTo(request);
        try
        {
            return socket.Execute(request, new("delete", qdisc), none: Errno.NoEntry);
        }
        catch (NetlinkException e) when (e.Errno == Errno.Invalid)   // another one is in its place
        {
            return false;
        }
    }
}
