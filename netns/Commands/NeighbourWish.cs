using System.Net;
using System.Net.NetworkInformation;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>A neighbour as the words of ip neigh describe it.</summary>
internal sealed class NeighbourWish
{
    static readonly (string Word, NeighbourState State)[] s_states =
    [
        ("permanent", NeighbourState.Permanent), ("reachable", NeighbourState.Reachable), ("noarp", NeighbourState.NoArp), ("none", NeighbourState.None),
        ("stale", NeighbourState.Stale), ("incomplete", NeighbourState.Incomplete), ("delay", NeighbourState.Delay), ("probe", NeighbourState.Probe),
        ("failed", NeighbourState.Failed),
    ];

    IPAddress? _ip;
    PhysicalAddress? _mac;
    NeighbourState _state = NeighbourState.Permanent;
    NeighbourFlags _flags;
    RouteProtocol? _protocol;
    bool _isManaged;
    string? _device;

    public static NeighbourState State(Words words) => words.OneOf(s_states);

    public static NeighbourWish Read(Words words, Family family)
    {
        var wish = new NeighbourWish();
        while (words.Any) wish.ReadOne(words, family);
        return wish._ip is null || wish._device is null
            ? throw new CommandFailure(ExitCode.Usage, "Device and destination are required arguments.")
            : wish;
    }

    void ReadOne(Words words, Family family)
    {
        if (words.TakeShort("lladdr")) _mac = words.Take("null") ? null : Mac(words.Value());
        else if (words.Take("nud")) _state = State(words);
        else if (words.TakeShort("proxy"))
        {
            _ip = words.Address(family);
            _flags |= NeighbourFlags.Proxy;
        }
        else if (words.Take("router")) _flags |= NeighbourFlags.Router;
        else if (words.Take("use")) (_flags, _state) = (_flags | NeighbourFlags.Use, NeighbourState.None);
        else if (words.Take("managed")) (_isManaged, _state) = (true, NeighbourState.None);
        else if (words.Take("extern_learn")) _flags |= NeighbourFlags.ExternallyLearned;
        else if (words.Take("dev")) _device = words.Value("name of a link");
        else if (words.TakeShort("protocol", 4)) _protocol = words.Protocol();
        else
        {
            words.Take("to");
            if (_ip is not null) throw words.NotUnderstood();
            _ip = words.Address(family);
        }
    }

    static PhysicalAddress Mac(string word)
    {
        string[] parts = word.Split(':');
        byte[] bytes = new byte[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            if (!byte.TryParse(parts[i], System.Globalization.NumberStyles.AllowHexSpecifier, null, out bytes[i]))
                throw new CommandFailure(ExitCode.Own, $"\"{word}\" is invalid lladdr.");
        return new PhysicalAddress(bytes);
    }

    public Neighbour Neighbour(RouteSocket socket) =>
        new(_ip!, socket.LinkNamed(_device!)) { Mac = _mac, State = _state, Flags = _flags, IsManaged = _isManaged, Protocol = _protocol };
}
