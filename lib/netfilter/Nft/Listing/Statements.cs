namespace Netfilter.Nft.Listing;

/// <summary>
/// The statements of a rule as they come, and what they say of the packet: after <c>meta l4proto tcp</c>, a port is TCP's. nft leaves such a statement out
/// when a later one says the same: <c>tcp dport 80</c>.
/// </summary>
internal sealed class Statements(NftFamily family)
{
    const ulong Ethernet = 1;   // ARPHRD_ETHER

    readonly List<string?> _all = [];
    int _tellsLink = -1, _tellsNetwork = -1, _tellsTransport = -1;
    (string Text, string From) _range = ("", "");

    /// <summary>ip, ip6 or arp; null when nothing told.</summary>
    public string? Network { get; private set; } = family switch { NftFamily.Ipv4 => "ip", NftFamily.Ipv6 => "ip6", NftFamily.Arp => "arp", _ => null };

    /// <summary>tcp, udp, icmp; null when nothing told.</summary>
    public string? Transport { get; private set; }

    public string Text => string.Join(' ', _all.Where(statement => statement is not null));

    /// <summary>A condition.</summary>
    public void Add(string statement) => _all.Add(statement);

    /// <summary>Something that is done: what was asked before it is no longer left out, for it decides of that, too.</summary>
    public void AddAction(string statement)
    {
        _all.Add(statement);
        _tellsLink = _tellsNetwork = _tellsTransport = -1;
    }

    /// <summary>What a comparison that was just added tells of the packet.</summary>
    public void Learn(string subject, ulong value)
    {
        string? network = (subject, value) switch
        {
            ("meta nfproto", 2) or ("meta protocol" or "ether type", 0x0800) => "ip",
            ("meta nfproto", 10) or ("meta protocol" or "ether type", 0x86dd) => "ip6",
            ("meta protocol" or "ether type", 0x0806) => "arp",
            _ => null,
        };
        if (network is not null) (Network, _tellsNetwork) = (network, _all.Count - 1);
        if ((subject, value) is ("meta iiftype", Ethernet)) _tellsLink = _all.Count - 1;
        if (subject is not ("meta l4proto" or "ip protocol" or "ip6 nexthdr")) return;
        Transport = Symbols.Find(DataType.Protocol, value) is "ipv6-icmp" ? "icmpv6" : Symbols.Find(DataType.Protocol, value);
        bool canGo = subject == "meta l4proto" || family is NftFamily.Ipv4 or NftFamily.Ipv6;
        _tellsTransport = canGo ? _all.Count - 1 : -1;
    }

    /// <summary>A field of the frame's header says what kind of link it came by.</summary>
    public void LinkGoesWithoutSaying() => Forget(ref _tellsLink);

    /// <summary>A field of the network header says which protocol that is.</summary>
    public void NetworkGoesWithoutSaying() => Forget(ref _tellsNetwork);

    /// <summary>A field of the transport header does; ICMP's says of which IP, too.</summary>
    public void TransportGoesWithoutSaying()
    {
        Forget(ref _tellsTransport);
        if (Transport is "icmp" or "icmpv6") NetworkGoesWithoutSaying();
    }

    void Forget(ref int statement)
    {
        if (statement >= 0) _all[statement] = null;
        statement = -1;
    }

    /// <summary>The comparison just added may be the lower end of a range.</summary>
    public void OpenRange(string subject, string from) => _range = (subject, from);

    /// <summary>Makes a range of the comparison before, if it is its lower end.</summary>
    public bool TryCloseRange(string subject, string to)
    {
        if (_range.Text != subject || _all.Count == 0 || _all[^1] != $"{subject} >= {_range.From}") return false;
        _all[^1] = $"{subject} {_range.From}-{to}";
        return true;
    }
}
