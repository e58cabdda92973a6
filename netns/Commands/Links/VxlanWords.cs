using System.Net;
using System.Net.Sockets;
using Cni;
using Netlink;
using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Commands;

/// <summary>type vxlan id VNI [group|remote ADDRESS] [local ADDRESS] [dev LINK] [dstport PORT] …</summary>
internal sealed class VxlanWords(Words words, RouteSocket socket)
{
    readonly List<OptionValue> _values = [];
    bool _hasLearning, _isExternal, _hasId;

    public IReadOnlyList<OptionValue> Read()
    {
        while (words.Any)
            if (!(TakeAddress() || TakeNumber() || TakeFlag()))
                throw words.NotUnderstood();
        if (!_isExternal && !_hasId) throw Words.Wrong("a vxlan has a number: id VNI, or external");
        if (_isExternal && _hasId) throw Words.Wrong("a vxlan is external or has an id, not both");
        if (!_hasLearning) Put(VxlanOptions.Learning, _isExternal ? 0u : 1);
        return _values;
    }

    bool TakeAddress()
    {
        if (words.Take("group")) PutAddress(VxlanOptions.Group, VxlanOptions.Group6, multicast: true);
        else if (words.Take("remote")) PutAddress(VxlanOptions.Group, VxlanOptions.Group6, multicast: false);
        else if (words.Take("local")) PutAddress(VxlanOptions.Local, VxlanOptions.Local6, multicast: false);
        else if (words.Take("dev")) Put(VxlanOptions.Link, (uint)socket.LinkNamed(words.Value()).Index);
        else return false;
        return true;
    }

    void PutAddress(LinkOption v4, LinkOption v6, bool multicast)
    {
        string text = words.Value();
        var address = text == "any" ? IPAddress.Any : IpText.Parse(text);
        if (address is null || IsMulticast(address) != multicast)
            throw Words.Wrong($"\"{words.Keyword}\" takes {(multicast ? "an address of a group" : "an IP address")}, and \"{text}\" is none");
        _values.Add(new(address.Family() == Family.Ipv4 ? v4 : v6, address.GetAddressBytes()));
    }

    static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : address.GetAddressBytes()[0] is >= 224 and < 240;

    bool TakeNumber()
    {
        if (words.Take("id", "vni")) PutId();
        else if (words.Take("dstport")) Put(VxlanOptions.Port, words.Number<ushort>());
        else if (words.Take("srcport", "port")) PutRange(words.Number<ushort>(), words.Number<ushort>());
        else if (words.Take("ttl", "hoplimit")) PutTtl();
        else if (words.Take("tos", "dsfield")) Put(VxlanOptions.Tos, NumberOr("inherit", 1, 255));
        else if (words.Take("df")) Put(VxlanOptions.Df, (uint)words.OneOf(("unset", 0), ("set", 1), ("inherit", 2)));
        else if (words.Take("flowlabel", "label")) PutLabel(words.Number<uint>(0xfffff));
        else if (words.Take("ageing")) Put(VxlanOptions.Ageing, NumberOr("none", 0, uint.MaxValue));
        else if (words.Take("maxaddress", "maxaddr")) Put(VxlanOptions.Limit, NumberOr("unlimited", 0, uint.MaxValue));
        else return false;
        return true;
    }

    void PutId()
    {
        _hasId = true;
        Put(VxlanOptions.Id, words.Number<uint>((1 << 24) - 1));
    }

    void PutRange(ushort low, ushort high) => _values.Add(new(VxlanOptions.PortRange, (byte[])[(byte)(low >> 8), (byte)low, (byte)(high >> 8), (byte)high]));

    void PutLabel(uint label) => Put(VxlanOptions.Label, (uint)IPAddress.HostToNetworkOrder((int)label));

    void PutTtl()
    {
        string word = words.Value();
        if (word == "inherit") Put(VxlanOptions.TtlInherit, 1);
        else Put(VxlanOptions.Ttl, word == "auto" ? 0u : words.NumberIn<byte>(word));
    }

    uint NumberOr(string word, uint itsNumber, uint most) => words.Value() is var value && value == word ? itsNumber : words.NumberIn<uint>(value, most);

    // Each of them may have a "no" before it.
    bool TakeFlag()
    {
        foreach (var option in s_flags)
            if (words.Take(option.Word)) return Flag(option, 1);
            else if (words.Take($"no{option.Word}")) return Flag(option, 0);
        foreach (var option in (LinkOption[])[VxlanOptions.Gbp, VxlanOptions.Gpe])
            if (words.Take(option.Word)) return Flag(option, 1);
        return false;
    }

    bool Flag(LinkOption option, uint isOn)
    {
        _hasLearning |= option == VxlanOptions.Learning;
        _isExternal |= option == VxlanOptions.External && isOn == 1;
        Put(option, isOn);
        return true;
    }

    void Put(LinkOption option, uint number) => _values.Add(option.With(number));

    static readonly LinkOption[] s_flags =
    [
        VxlanOptions.Learning, VxlanOptions.Proxy, VxlanOptions.Rsc, VxlanOptions.L2Miss, VxlanOptions.L3Miss, VxlanOptions.UdpChecksum,
        VxlanOptions.UdpZeroChecksum6Tx, VxlanOptions.UdpZeroChecksum6Rx, VxlanOptions.RemoteChecksumTx, VxlanOptions.RemoteChecksumRx, VxlanOptions.External,
    ];
}
