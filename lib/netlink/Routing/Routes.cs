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
}
