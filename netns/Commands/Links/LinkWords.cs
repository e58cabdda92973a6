using System.Net.NetworkInformation;
using Linux;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>What is told of a link to be made or changed, in the words of <c>ip link</c>. It holds the namespaces that they name open.</summary>
internal sealed class LinkWords(RouteSocket socket, Words words) : IDisposable
{
    readonly List<IDisposable> _opened = [];

    public LinkChange Change { get; private set; } = new("");

    /// <summary>The link to be changed, or the name of a new one.</summary>
    public string? Device { get; private set; }

    /// <summary>What it is to be called.</summary>
    public string? NewName { get; private set; }

    public RouteSocket Socket => socket;

    /// <summary>Reads to the end: what follows the kind belongs to it.</summary>
    public void Read()
    {
        while (words.Any)
            if (words.TakeShort("type", least: 2))
            {
                Change = Change with { Kind = KindWords.Read(words.Value(), words, this) };
                words.End();
            }
            else if (!(TakeState() || TakeIdentity() || TakePlace() || TakeRarer() || TakeQueues()))
            {
                Device = words.Device(Device);
            }
    }

    /// <summary>The other end of a veth, told in the same words.</summary>
    public LinkChange ReadPeer()
    {
        var peer = new LinkWords(socket, words);
        _opened.Add(peer);
        peer.Read();
        return peer.Change.Of(peer.NewName ?? peer.Device ?? "");
    }

    bool TakeState()
    {
        if (words.Take("up")) Change = Change with { Up = true };
        else if (words.Take("down")) Change = Change with { Up = false };
        else if (words.Take("promisc")) Change = Change with { Promiscuous = words.OnOff() };
        else if (words.Take("allmulticast")) Change = Change with { AllMulticast = words.OnOff() };
        else if (words.Take("multicast")) Flag(LinkFlags.Multicast, words.OnOff());
        else if (words.Take("arp")) Flag(LinkFlags.NoArp, !words.OnOff());
        else if (words.Take("dynamic")) Flag(LinkFlags.Dynamic, words.OnOff());
        else if (words.Take("trailers")) Flag(LinkFlags.NoTrailers, !words.OnOff());
        else if (words.Take("carrier")) Change = Change with { Carrier = words.OnOff() };
        else if (words.Take("protodown")) Change = Change with { HeldDown = words.OnOff() };
        else return false;
        return true;
    }

    void Flag(LinkFlags flag, bool isSet) =>
        Change = isSet ? Change with { Set = Change.Set | flag } : Change with { Clear = Change.Clear | flag };

    bool TakeIdentity()
    {
        if (words.Take("name")) NewName = words.Value();
        else if (words.TakeShort("address", least: 3)) Change = Change with { Mac = Mac() };
        else if (words.Take("broadcast", "brd")) Change = Change with { Broadcast = Mac() };
        else if (words.Take("mtu")) Change = Change with { Mtu = words.Number<uint>(int.MaxValue) };
        else if (words.Take("alias")) Change = Change with { Alias = words.Value() };
        else if (words.Take("group")) Change = Change with { Group = GroupNamed(words) };
        else if (words.Take("index")) Change = Change with { NewIndex = words.Number<int>() };
        else return false;
        return true;
    }

    bool TakePlace()
    {
        if (words.Take("master", "vrf")) Change = Change with { Master = socket.LinkInWords(words).Index };
        else if (words.Take("nomaster")) Change = Change with { Master = 0 };
        else if (words.Take("netns")) PutNamespace(words.Value());
        else if (words.Take("link")) Change = Change with { Parent = socket.LinkNamed(words.Value()).Index };
        else if (words.Take("link-netnsid")) Change = Change with { ParentNamespaceId = words.Number<int>() };
        else if (words.Take("link-netns")) Change = Change with { ParentNamespaceId = IdOf(words.Value()) };
        else return false;
        return true;
    }

    bool TakeRarer()
    {
        if (words.Take("mode")) Change = Change with { Mode = (byte)words.OneOf(("default", 0), ("dormant", 1)) };
        else if (words.Take("addrgenmode")) Change = Change with { AddressGeneration = (byte)words.OneOf(("eui64", 0), ("none", 1), ("stable_secret", 2), ("random", 3)) };
        else if (words.Take("gso_max_size")) Change = Change with { GsoMaxSize = words.Number<uint>() };
        else if (words.Take("gso_max_segs")) Change = Change with { GsoMaxSegments = words.Number<uint>() };
        else if (words.Take("gro_max_size")) Change = Change with { GroMaxSize = words.Number<uint>() };
        else return false;
        return true;
    }

    bool TakeQueues()
    {
        if (words.Take("txqueuelen", "txqlen", "qlen")) Change = Change with { TxQueueLength = words.Number<uint>(int.MaxValue) };
        else if (words.Take("numtxqueues")) Change = Change with { TxQueues = words.Number<uint>() };
        else if (words.Take("numrxqueues")) Change = Change with { RxQueues = words.Number<uint>() };
        else return false;
        return true;
    }

    PhysicalAddress Mac()
    {
        string text = words.Value();
        return MacText.Parse(text) ?? throw Words.Wrong($"\"{words.Keyword}\" takes a MAC address such as 02:00:00:00:00:01, and \"{text}\" is none");
    }

    /// <summary>A group of links: they have numbers, and 0 is called default.</summary>
    public static uint GroupNamed(Words words) => words.Value() is var name && name == "default" ? 0 : words.NumberIn<uint>(name);

    // A name, or a path with a slash in it; what is neither may be a process.
    void PutNamespace(string name)
    {
        if (!name.Contains('/') && !File.Exists(NamedNamespaces.PathOf(name)) && Words.TryNumber(name, out uint process))
        {
            Change = Change with { NamespaceOfProcess = process };
            return;
        }
        try
        {
            var opened = NamedNamespaces.Open(name);
            _opened.Add(opened);
            Change = Change with { Namespace = opened };
        }
        catch (LinuxException e)
        {
            throw Words.Wrong($"\"netns\" takes a namespace's name or path, or a process: {e.Message}");
        }
    }

    int IdOf(string name)
    {
        using var ns = NamedNamespaces.Open(name);
        return socket.NamespaceIds.Find(ns) ?? throw Words.Wrong($"namespace {name} has no number here: netctl set {name} auto gives it one");
    }

    public void Dispose()
    {
        foreach (var opened in _opened) opened.Dispose();
    }
}
