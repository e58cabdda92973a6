using System.Net;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>The routes of a socket's namespace.</summary>
public readonly struct Routes(RouteSocket socket)
{
    /// <summary>All routes of a table; of every table when it is null.</summary>
    public List<Route> List(Family family = Family.Any, uint? table = Route.MainTable)
    {
        var all = socket.List(RTM.GETROUTE, new("list", "routes"), to =>
        {
            to.Body(new RtMsg { Family = (byte)family });
            if (table is { } number) to.Put(RTA.TABLE, number);
        }, Route.Parse);
        // IPv6 keeps copies that were made while routing; iproute2 does not show them either.
        all.RemoveAll(route => ((uint)route.Flags & RTM_F.CLONED) != 0);
        return all;
    }

    /// <summary>The route that a packet to this address would take (<c>ip route get</c>); null when there is none.</summary>
    public Route? Find(IPAddress to)
    {
        try
        {
            return Get(new RouteQuestion(to));
        }
        catch (NetlinkException e) when (e.Errno is Errno.NetworkUnreachable or Errno.HostUnreachable)   // the kernel's ways to say none
        {
            return null;
        }
    }

    /// <summary>The way that a packet would go; that there is none is a refusal.</summary>
    public Route Get(RouteQuestion question)
    {
        var request = socket.Request(RTM.GETROUTE, MessageFlags.None);
        question.WriteTo(request);
        var intent = new Intent("find the route to", question);
        foreach (var answer in socket.Exchange(request, intent))
            return Route.Parse(answer);
        throw new NetlinkException(intent, Errno.NoData);
    }
}
