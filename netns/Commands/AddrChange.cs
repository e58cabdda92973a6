using System.CommandLine;
using System.Net;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl addr add, change and replace.</summary>
internal static class AddrChange
{
    public static int Run(ParseResult parsed, Words words, Action<RouteSocket, Address> change)
    {
        var wanted = AddressWish.Read(words, parsed.Family());
        using var socket = parsed.OpenSocket();
        change(socket, wanted.Address(socket.LinkNamed(wanted.Device), toDelete: false));
        return ExitCode.Ok;
    }
}

/// <summary>netctl addr delete.</summary>
internal static class AddrDelete
{
    public static int Run(ParseResult parsed, Words words)
    {
        var wanted = AddressWish.Read(words, parsed.Family());
        using var socket = parsed.OpenSocket();
        var address = wanted.Address(socket.LinkNamed(wanted.Device), toDelete: true);
        if (address.OfAnyPrefix)
            Linux.Stdio.WriteError($"Without a prefix length, the first address {address.Ip} is deleted whatever its prefix is; {address.Ip}/32 means that one alone.");
        socket.Delete(address);
        return ExitCode.Ok;
    }
}

/// <summary>An address as the words of ip addr add describe it.</summary>
internal sealed class AddressWish(Family family)
{
    static readonly string[] s_ownFlags = ["home", "nodad", "optimistic", "mngtmpaddr", "noprefixroute", "autojoin"];

    readonly FamilyWords _addresses = new(family);
    Prefix? _local, _peer;
    IPAddress? _broadcast, _anycast;
    bool? _broadcastOnes;
    byte? _scope;
    string _label = "";
    uint _metric;
    byte _protocol;
    uint? _valid, _preferred;
    AddressFlags _flags;

    public string Device { get; private set; } = "";

    public static AddressWish Read(Words words, Family family)
    {
        var wish = new AddressWish(family);
        while (words.Any) wish.ReadOne(words);
        if (wish._local is null && wish._peer is null) throw Words.Wrong("an address is missing");
        if (wish.Device == "") throw new CommandFailure(ExitCode.Own, "Not enough information: \"dev\" argument is required.");
        wish.CheckLifetimes();
        return wish;
    }

    void ReadOne(Words words)
    {
        if (words.Take("peer", "remote")) _peer = _addresses.Prefix(words);
        else if (words.Take("brd") || words.TakeShort("broadcast")) ReadBroadcast(words);
        else if (words.Take("anycast")) _anycast = _addresses.Address(words);
        else if (words.Take("scope")) _scope = words.Named<byte>(RouteNames.Scopes);
        else if (words.Take("dev")) Device = words.Value("name of a link");
        else if (words.Take("label")) _label = words.Value();
        else if (words.Take("metric", "priority", "preference")) _metric = words.Number<uint>();
        else if (words.Take("proto")) _protocol = words.Number<byte>();
        else if (words.TakeShort("valid_lft")) _valid = Lifetime(words);
        else if (words.TakeShort("preferred_lft")) _preferred = Lifetime(words);
        else if (s_ownFlags.Contains(words.Peek)) _flags |= Listings.AddressListing.FindFlag(words.Value()) ?? AddressFlags.None;
        else ReadLocal(words);
    }

    void ReadLocal(Words words)
    {
        words.Take("local");
        if (_local is not null) throw words.NotUnderstood();
        _local = _addresses.Prefix(words);
        if (_local is { Address: null }) throw Words.Wrong("\"default\" is no address of a link");
    }

    void ReadBroadcast(Words words)
    {
        if (words.Take("+")) _broadcastOnes = true;
        else if (words.Take("-")) _broadcastOnes = false;
        else _broadcast = _addresses.Address(words);
    }

    static uint Lifetime(Words words) => words.Take("forever") ? uint.MaxValue : words.Number<uint>();

    void CheckLifetimes()
    {
        if (_valid == 0) throw new CommandFailure(ExitCode.Own, "valid_lft is zero");
        if ((_valid ?? uint.MaxValue) < (_preferred ?? uint.MaxValue)) throw new CommandFailure(ExitCode.Own, "preferred_lft is greater than valid_lft");
    }

    public Address Address(Link link, bool toDelete)
    {
        var local = _local ?? _peer!.Value;
        var ip = local.Address ?? IPAddress.Any;
        var whose = _peer ?? local;
        return new Address(ip, whose.Length, link)
        {
            Peer = _peer?.Address, Scope = (Scope)(_scope ?? (!toDelete && ip.GetAddressBytes() is [127, _, _, _] ? (byte)Scope.Host : (byte)Scope.Global)),
            Broadcast = toDelete ? null : _broadcast ?? Broadcast(whose), Anycast = _anycast, Label = _label, Metric = _metric, Protocol = _protocol, Flags = _flags,
            ValidLifetime = _valid ?? uint.MaxValue, PreferredLifetime = _preferred ?? uint.MaxValue,
            OfAnyPrefix = toDelete && _peer is null && !local.LengthIsGiven && ip.Family() == Family.Ipv4,
        };
    }

    IPAddress? Broadcast(Prefix whose)
    {
        if (_broadcastOnes is not { } ones || whose.Address is not { } address) return null;
        if (address.Family() != Family.Ipv4) throw new CommandFailure(ExitCode.Own, "Broadcast can be set only for IPv4 addresses");
        return whose.Length <= 30 ? Prefix.Broadcast(address, whose.Length, ones) : null;   // a network of two or one has none
    }
}
