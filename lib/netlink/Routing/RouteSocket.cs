using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Links, addresses, routes, neighbours and traffic control of one network namespace.</summary>
public sealed class RouteSocket : NetlinkSocket
{
    RouteSocket(NetNamespace? where) : base(NETLINK.ROUTE, where) { }

    internal RouteSocket(FileDescriptor fd) : base(fd) { }

    /// <summary>Opens a socket in the calling thread's namespace, or in the one given.</summary>
    public static RouteSocket Open(NetNamespace? where = null) => new(where);

    public Links Links => new(this);
    public Addresses Addresses => new(this);
    public Routes Routes => new(this);
    public Neighbours Neighbours => new(this);
    public Fdb Fdb => new(this);
    public RoutingRules Rules => new(this);
    public Qdiscs Qdiscs => new(this);
    public Filters Filters => new(this);
    public NamespaceIds NamespaceIds => new(this);

    /// <summary>Adds one thing; that it exists already is a refusal (<see cref="Errno.Exists"/>).</summary>
    public void Add(RouteObject item) => Add(item, item.AddFlags, "add");

    /// <summary>Adds one thing, or puts it in the place of what is there.</summary>
    public void Replace(RouteObject item) => Add(item, MessageFlags.Create | MessageFlags.Replace, "replace");

    /// <summary>Puts one thing in the place of what is there; that nothing is there is a refusal.</summary>
    public void Change(RouteObject item) => Add(item, MessageFlags.Replace, "change");

    /// <summary>Adds a route after others that lead to the same place: of equal ones the oldest is taken.</summary>
    public void Append(Route item) => Add(item, MessageFlags.Create | MessageFlags.Append, "append");

    /// <summary>Adds a route before others that lead to the same place: of equal ones the newest is taken.</summary>
    public void Prepend(Route item) => Add(item, MessageFlags.Create, "prepend");

    void Add(RouteObject item, MessageFlags flags, string verb)
    {
        var request = Request(item.AddMessage, flags);
        item.WriteTo(request);
        Execute(request, new(verb, item));
    }

    /// <summary>Deletes one thing; that it is not there is a refusal.</summary>
    public void Delete(RouteObject item)
    {
        var request = Request(item.DeleteMessage, MessageFlags.None);
        item.WriteTo(request);
        Execute(request, new("delete", item));
    }

    /// <summary>Several changes in one send.</summary>
    public RouteBatch Batch() => new(this);
}

/// <summary>
/// Changes that go to the kernel together, in order. Not a transaction: when one is refused, the others may have been made.
/// </summary>
public sealed class RouteBatch : RequestBatch
{
    internal RouteBatch(RouteSocket socket) : base(socket) { }

    public void Add(RouteObject item) => item.WriteTo(Append(item.AddMessage, item.AddFlags, new("add", item)));

    /// <summary>Adds a route even if others lead to the same place; of equal ones the newest is taken.</summary>
    public void AddBeside(Route item) => item.WriteTo(Append(item.AddMessage, MessageFlags.Create, new("add", item)));

    public void Replace(RouteObject item) =>
        item.WriteTo(Append(item.AddMessage, MessageFlags.Create | MessageFlags.Replace, new("replace", item)));

    /// <summary>Replaces what is there; that nothing is there is a refusal (<see cref="Errno.NoEntry"/>).</summary>
    public void Update(RouteObject item) =>
        item.WriteTo(Append(item.AddMessage, MessageFlags.Replace, new("update", item)));

    public void Delete(RouteObject item) => item.WriteTo(Append(item.DeleteMessage, MessageFlags.None, new("delete", item)));

    public void Change(LinkChange change) => change.WriteTo(Append(RTM.NEWLINK, MessageFlags.None, new("change link", change)));

    /// <summary>Sends them all. Throws the first refusal, which names the change that it is for.</summary>
    public void Commit() => Commit(ignore: Errno.None);

    /// <summary>Sends them all. What is refused with the error to ignore is left out.</summary>
    public void Commit(Errno ignore)
    {
        if (!IsEmpty)
            SendAndAwait(Count - 1, ignore);
    }
}
