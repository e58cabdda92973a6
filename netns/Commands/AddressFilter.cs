using Netctl.Listings;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>Which addresses, and which links, the words of ip addr show mean.</summary>
internal sealed class AddressFilter
{
    Prefix? _to;
    byte? _scope;
    AddressFlags _flags, _flagsThatCount;
    string? _label, _kind, _master, _group;
    bool _up;

    public string? Device { get; private set; }

    /// <summary>Addresses are asked for by their label: ip shows them without the link then.</summary>
    public bool IsByLabel => _label is not null;

    /// <summary>One family alone: it was asked for, or follows from a prefix.</summary>
    public Family Family { get; private set; }

    /// <summary>Only addresses that are nobody's second ones: deleting them may make others the first.</summary>
    public bool OnlyPrimary => _flagsThatCount.HasFlag(AddressFlags.Secondary) && !_flags.HasFlag(AddressFlags.Secondary);

    public static AddressFilter Read(Words words, Family family)
    {
        var filter = new AddressFilter { Family = family };
        while (words.Any) filter.ReadOne(words);
        return filter;
    }

    void ReadOne(Words words)
    {
        if (words.Take("to")) ReadPrefix(words);
        else if (words.Take("scope")) _scope = words.Take("all") ? null : words.Named<byte>(RouteNames.Scopes);
        else if (words.Take("up")) _up = true;
        else if (words.Take("dynamic")) _flagsThatCount |= AddressFlags.Permanent;
        else if (words.Take("primary")) _flagsThatCount |= AddressFlags.Secondary;
        else if (AddressListing.FindFlag(words.Peek) is { } flag)
        {
            words.Value();
            _flags |= flag;
            _flagsThatCount |= flag;
        }
        else if (words.Take("label")) _label = words.Value();
        else if (words.Take("group")) _group = words.Value();
        else if (words.Take("master", "vrf")) _master = words.Value("name of a link");
        else if (words.Take("type")) _kind = words.Value();
        else Device = words.Device(Device);
    }

    void ReadPrefix(Words words)
    {
        _to = words.Prefix(Family);
        if (Family == Family.Any) Family = _to.Value.Family;
    }

    public bool Means(Link link, RouteSocket socket) =>
        (Device is null || link.Name == Device) && (!_up || link.IsUp) && (_kind is null || link.Kind == _kind)
        && (_master is null || link.MasterIndex == socket.Device(_master).Index)
        && (_group is null || RouteNames.Groups.NameOf(link.Group) == _group || $"{link.Group}" == _group);

    public bool Means(Address address, string linkName) =>
        (Family == Family.Any || address.Ip.Family() == Family)
        && (_scope is null || (byte)address.Scope == _scope)
        && ((address.Flags ^ _flags) & _flagsThatCount) == 0
        && (_label is null || Wildcard.Matches(_label, address.Label == "" ? linkName : address.Label))
        && (_to is not { } to || to.Covers(address.Ip));
}
