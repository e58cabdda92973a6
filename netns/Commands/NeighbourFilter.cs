using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>Which neighbours the words of ip neigh show mean.</summary>
internal sealed class NeighbourFilter
{
    const NeighbourState All = (NeighbourState)0xff;

    Prefix? _to;
    Family _family;
    NeighbourState _states;
    bool _none, _unused, _proxies;
    string? _device, _master;

    /// <summary>The one link that is meant; null for all.</summary>
    public Link? Link { get; private set; }

    /// <param name="otherwise">The states that count when the words name none.</param>
    public static NeighbourFilter Read(Words words, Family family, RouteSocket socket, NeighbourState otherwise)
    {
        var filter = new NeighbourFilter { _family = family };
        bool stateIsGiven = false;
        while (words.Any) filter.ReadOne(words, ref stateIsGiven);
        if (!stateIsGiven) filter._states = otherwise;
        if (filter._device is not null) filter.Link = socket.LinkNamed(filter._device);
        return filter;
    }

    public static NeighbourState Shown => All & ~NeighbourState.NoArp;
    public static NeighbourState Flushed => All & ~(NeighbourState.NoArp | NeighbourState.Permanent | NeighbourState.Failed);

    void ReadOne(Words words, ref bool stateIsGiven)
    {
        if (words.Take("dev")) _device = words.Value("name of a link");
        else if (words.Take("master", "vrf")) _master = words.Value("name of a link");
        else if (words.Take("unused")) _unused = true;
        else if (words.Take("proxy")) _proxies = true;
        else if (words.Take("nud"))
        {
            stateIsGiven = true;
            if (words.Take("all")) (_states, _none) = (All, true);
            else if (words.Peek == "none" && words.Value() == "none") _none = true;
            else _states |= NeighbourWish.State(words);
        }
        else
        {
            words.Take("to");
            _to = words.Prefix(_family);
            if (_family == Family.Any) _family = _to.Value.Family;
        }
    }

    public List<Neighbour> List(RouteSocket socket)
    {
        var found = _proxies ? socket.Neighbours.ListProxies(Link, _family) : socket.Neighbours.List(Link, _family);
        var members = _master is null ? null : socket.Links.ListMembers(socket.LinkNamed(_master)).ConvertAll(link => link.Index);
        return found.FindAll(neighbour => Means(neighbour) && members?.Contains(neighbour.LinkIndex) != false);
    }

    bool Means(Neighbour neighbour) =>
        (neighbour.IsProxy || neighbour.Flags.HasFlag(NeighbourFlags.ExternallyLearned) || (neighbour.State & _states) != 0 || neighbour.State == NeighbourState.None && _none)
        && (Link is null || neighbour.LinkIndex == Link.Index)
        && (_to is not { } to || to.Covers(neighbour.Ip))
        && (!_unused || neighbour.Age is not { References: > 0 });
}
