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
    string? _label;

    /// <summary>The one link that is meant; null for all that <see cref="Links"/> lets.</summary>
    public string? Device { get; private set; }
    public LinkFilter Links { get; } = new();

    /// <summary>Addresses are asked for by their label: ip shows them without the link then.</summary>
    public bool IsByLabel => _label is not null;

    /// <summary>One family alone: it was asked for, or follows from a prefix.</summary>
    public Family Family { get; private set; }

    /// <summary>Only addresses that are nobody's second ones: deleting them may make others the first.</summary>
    public bool OnlyPrimary => _flagsThatCount.HasFlag(AddressFlags.Secondary) && !_flags.HasFlag(AddressFlags.Secondary);

    public static AddressFilter Read(Words words, Family family, RouteSocket socket)
    {
        var filter = new AddressFilter { Family = family };
        while (words.Any) filter.ReadOne(words, socket);
        return filter;
    }

    void ReadOne(Words words, RouteSocket socket)
    {
        if (words.Take("to")) ReadPrefix(words);
        else if (words.Take("scope")) _scope = words.Take("all") ? null : words.Named<byte>(RouteNames.Scopes);
        else if (words.Take("dynamic")) _flagsThatCount |= AddressFlags.Permanent;
        else if (words.Take("primary")) _flagsThatCount |= AddressFlags.Secondary;
        else if (AddressListing.FindFlag(words.Peek) is { } flag)
        {
            words.Value();
            _flags |= flag;
            _flagsThatCount |= flag;
        }
        else if (words.Take("label")) _label = words.Value();
        else if (Links.Take(words, socket)) return;
        else Device = words.Device(Device);
    }

    void ReadPrefix(Words words)
    {
        _to = words.Prefix(Family);
        if (Family == Family.Any) Family = _to.Value.Family;
    }

    public bool Means(Address address, string linkName) =>
        (Family == Family.Any || address.Ip.Family() == Family)
        && (_scope is null || (byte)address.Scope == _scope)
        && ((address.Flags ^ _flags) & _flagsThatCount) == 0
        && (_label is null || Wildcard.Matches(_label, address.Label == "" ? linkName : address.Label))
        && (_to is not { } to || to.Covers(address.Ip));
}
