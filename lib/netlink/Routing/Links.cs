using System.Text;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>The links of a socket's namespace.</summary>
public readonly struct Links(RouteSocket socket)
{
    /// <summary>Makes a link and returns it as the kernel made it. One born in another namespace is looked for there.</summary>
    public Link Add(LinkSpec spec)
    {
        socket.Add(spec);
        if (spec.Namespace is null)
            return Get(spec.Name);
        using var there = RouteSocket.Open(spec.Namespace);
        return there.Links.Get(spec.Name);
    }

    /// <summary>The link of that name; that there is none is a <see cref="NetlinkException"/> (<see cref="Errno.NoDevice"/>).</summary>
    public Link Get(string name) => Find(name) ?? throw new NetlinkException(new("find link", name), Errno.NoDevice);

    /// <summary>The link of that name, or null.</summary>
    public Link? Find(string name)
    {
        var request = socket.Request(RTM.GETLINK, MessageFlags.None);
        request.Body(default(IfInfoMsg));
        PutName(request, name);
        return FindOne(request, new("find link", name));
    }

    /// <summary>As <see cref="Find(string)"/>, with its counters and details.</summary>
    public Link? FindWhole(string name)
    {
        var request = socket.Request(RTM.GETLINK, MessageFlags.None);
        request.Body(default(IfInfoMsg));
        PutName(request, name);
        foreach (var answer in socket.Exchange(request, new("find link", name), none: Errno.NoDevice))
            return Link.ParseWhole(answer);
        return null;
    }

    // What is too long for a name may be one of a link's other names.
    static void PutName(MessageWriter request, string name)
    {
        if (Encoding.UTF8.GetByteCount(name) > LongestName) request.Put(IFLA.ALT_IFNAME, name);
        else request.Put(IFLA.IFNAME, name);
    }

    const int LongestName = 15;

    /// <summary>The link with that number, or null.</summary>
    public Link? Find(int index)
    {
        var request = socket.Request(RTM.GETLINK, MessageFlags.None);
        request.Body(new IfInfoMsg { Index = index });
        return FindOne(request, new("find link number", index));
    }

    Link? FindOne(MessageWriter request, Intent intent)
    {
        foreach (var answer in socket.Exchange(request, intent, none: Errno.NoDevice))
            return Link.Parse(answer);
        return null;
    }

    public List<Link> List() => List(default);

    /// <summary>The links that a query leaves.</summary>
    public List<Link> List(LinkQuery query) => socket.List(RTM.GETLINK, new("list", "links"), query.WriteTo, query.Details ? (Parse<Link>)Link.ParseWhole : Link.Parse);

    /// <summary>The ports of a bridge, or the members of a VRF.</summary>
    public List<Link> ListMembers(Link master) => socket.List(RTM.GETLINK, new("list members of", master), to =>
    {
        to.Body(default(IfInfoMsg));
        to.Put(IFLA.MASTER, master.Index);
    }, Link.Parse);

    /// <summary>
    /// Whether a bridge has such a port, as far as can be told: while its ports change, it may. The first one ends the search, however many there are; the kernel
    /// would go on with the list, so that this socket is of no use for another one.
    /// </summary>
    public bool MayHaveMember(Link master, Predicate<Link> wanted)
    {
        var request = socket.Request(RTM.GETLINK, MessageFlags.Dump);
        request.Body(default(IfInfoMsg));
        request.Put(IFLA.MASTER, master.Index);
        var answers = socket.Exchange(request, new("look for members of", master));
        while (answers.MoveNext())
            if (Link.Parse(answers.Current) is { } port && wanted(port))
                return true;
        return answers.Interrupted;
    }

    /// <summary>All links of a kind, such as veth.</summary>
    public List<Link> ListKind(string kind) => socket.List(RTM.GETLINK, new("list links of kind", kind), to =>
    {
        to.Body(default(IfInfoMsg));
        using (to.Nest(IFLA.LINKINFO))
            to.Put(IFLA_INFO.KIND, kind);
    }, Link.Parse);

    /// <summary>The VLANs of every port of every bridge, and of the bridges themselves (<c>bridge vlan show</c>).</summary>
    public List<PortVlansFound> ListVlans() => socket.List(RTM.GETLINK, new("list", "VLANs"), to =>
    {
        to.Body(new IfInfoMsg { Family = (byte)Family.Bridge });
        to.Put(IFLA.EXT_MASK, RTEXT_FILTER.BRVLAN_COMPRESSED);
    }, PortVlans.Parse);

    /// <summary>Makes a link of the change's kind; that there is one of its name is a refusal (<see cref="Errno.Exists"/>).</summary>
    public void Add(LinkChange change) => Send(change, "add", MessageFlags.Create | MessageFlags.Exclusive);

    /// <summary>Makes it, or changes the one that is there.</summary>
    public void Replace(LinkChange change) => Send(change, "replace", MessageFlags.Create | MessageFlags.Replace);

    void Send(LinkChange change, string verb, MessageFlags flags)
    {
        var request = socket.Request(RTM.NEWLINK, flags);
        change.WriteTo(request);
        socket.Execute(request, new(verb, change));
    }

    public void Change(LinkChange change)
    {
        var request = socket.Request(RTM.NEWLINK, MessageFlags.None);
        change.WriteTo(request);
        socket.Execute(request, new("change link", change));
    }

    public void SetUp(Link link)
    {
        var request = socket.Request(RTM.NEWLINK, MessageFlags.None);
        request.Body(new IfInfoMsg { Index = link.Index, Flags = IFF.UP, Change = IFF.UP });
        socket.Execute(request, new("set up", link));
    }

    /// <summary>
    /// Whether this kernel has links of a kind; if it has them in a module, that is loaded now. It is asked for one that cannot be:
    /// its MAC address is a group's, and it is stacked upon nothing.
    /// </summary>
    public bool CanMake(string kind)
    {
        var request = socket.Request(RTM.NEWLINK, MessageFlags.Create | MessageFlags.Exclusive);
        request.Body(default(IfInfoMsg));
        request.Put(IFLA.ADDRESS, s_groupMac);
        using (request.Nest(IFLA.LINKINFO))
            request.Put(IFLA_INFO.KIND, kind);
        try
        {
            return socket.Execute(request, new("ask for links of kind", kind), none: Errno.NotSupported);
        }
        catch (NetlinkException e) when (e.Errno is Errno.Invalid or Errno.AddressNotAvailable)   // it knows the kind well enough to mind
        {
            return true;
        }
    }

    static readonly byte[] s_groupMac = [1, 0, 0, 0, 0, 0];

    public void Delete(Link link)
    {
        var request = socket.Request(RTM.DELLINK, MessageFlags.None);
        request.Body(new IfInfoMsg { Index = link.Index });
        socket.Execute(request, new("delete", link));
    }

    /// <summary>Deletes the link of that name; false when there is none.</summary>
    public bool DeleteIfThere(string name)
    {
        var request = socket.Request(RTM.DELLINK, MessageFlags.None);
        request.Body(default(IfInfoMsg));
        request.Put(IFLA.IFNAME, name);
        return socket.Execute(request, new("delete link", name), none: Errno.NoDevice);
    }
}
