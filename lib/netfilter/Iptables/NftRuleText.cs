using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Linux;
using Netfilter.Nft;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Iptables;

/// <summary>
/// A rule that iptables-nft made, read back into iptables' words as far as plain rules go: one address at each end, interfaces, a comment, <c>--ctstate
/// RELATED,ESTABLISHED</c>, and a verdict. What holds anything else has no text here.
/// </summary>
internal sealed class NftRuleText
{
    const int SourceAt4 = 12, DestinationAt4 = 16, SourceAt6 = 8, DestinationAt6 = 24;

    readonly StringBuilder _matches = new();
    string _source = "", _destination = "", _incoming = "", _outgoing = "", _verdict = "";
    (uint From, uint Offset) _loaded;
    uint _key;
    string _comment = "";

    /// <summary>The rules of a chain; none when there is no such chain.</summary>
    public static List<ListedRule> List(NftSocket nft, Chain chain) => nft.List(NftSocket.Message(NFT_MSG.GETRULE), new("list rules of", chain), to =>
    {
        to.Body(new NfGenMsg { Family = (byte)chain.Table.Of });
        to.Put(NFTA_RULE.TABLE, chain.Table.Name);
        to.Put(NFTA_RULE.CHAIN, chain.Name);
    }, body => Parse(chain, new AttributeReader(body[4..])), none: Errno.NoEntry);

    // An old kernel lists every chain's.
    static ListedRule? Parse(Chain chain, AttributeReader attributes)
    {
        string table = "", name = "";
        ulong handle = 0;
        var text = new NftRuleText();
        string? specification = null, target = null;
        foreach (var a in attributes)
            switch (a.Type)
            {
                case NFTA_RULE.TABLE: table = a.String; break;
                case NFTA_RULE.CHAIN: name = a.String; break;
                case NFTA_RULE.HANDLE: handle = a.BigEndianUInt64; break;
                case NFTA_RULE.EXPRESSIONS: specification = text.Read(a.Nested, out target); break;
            }
        return table == chain.Table.Name && name == chain.Name ? new(name, text._comment == "" ? null : text._comment, target, handle, specification) : null;
    }

    string? Read(AttributeReader expressions, out string? target)
    {
        bool isKnown = true;
        target = null;
        foreach (var element in expressions)
        {
            string name = "";
            foreach (var a in element.Nested)
                if (a.Type == NFTA_EXPR.NAME)
                    name = a.String;
                else if (a.Type == NFTA_EXPR.DATA)
                    isKnown &= Read(name, a.Nested, ref target);
        }
        return isKnown ? string.Concat(_source, _destination, _incoming, _outgoing, _matches.ToString(), _verdict).TrimEnd() : null;
    }

    bool Read(string name, AttributeReader data, ref string? target) => name switch
    {
        "payload" => ReadPayload(data),
        "meta" => ReadMeta(data),
        "cmp" => ReadComparison(data),
        "match" => ReadMatch(data),
        "immediate" => ReadVerdict(data, ref target),
        _ => name == "counter",
    };

    bool ReadPayload(AttributeReader data)
    {
        _key = 0;
        foreach (var a in data)
            if (a.Type == NFTA_PAYLOAD.BASE)
                _loaded.From = a.BigEndianUInt32;
            else if (a.Type == NFTA_PAYLOAD.OFFSET)
                _loaded.Offset = a.BigEndianUInt32;
        return _loaded.From == AddressSelector.NetworkHeader;
    }

    bool ReadMeta(AttributeReader data)
    {
        foreach (var a in data)
            if (a.Type == NFTA_META.KEY)
                _key = a.BigEndianUInt32;
        return _key is Meta.NFT_META_IIFNAME or Meta.NFT_META_OIFNAME;
    }

    bool ReadComparison(AttributeReader data)
    {
        uint operation = 0;
        ReadOnlySpan<byte> value = [];
        foreach (var a in data)
            if (a.Type == NFTA_CMP.OP)
                operation = a.BigEndianUInt32;
            else if (a.Type == NFTA_CMP.DATA)
                foreach (var part in a.Nested)
                    value = part.Bytes;
        string not = operation == Expressions.NotEqualTo ? "! " : "";
        if (_key == Meta.NFT_META_IIFNAME)
            _incoming = $"{not}{Match.IncomingInterface(NameOf(value))} ";
        else if (_key == Meta.NFT_META_OIFNAME)
            _outgoing = $"{not}{Match.OutgoingInterface(NameOf(value))} ";
        else if ((value.Length, _loaded.Offset) is (4, SourceAt4) or (16, SourceAt6))
            _source = $"{not}{Match.Source(new IPAddress(value))} ";
        else if ((value.Length, _loaded.Offset) is (4, DestinationAt4) or (16, DestinationAt6))
            _destination = $"{not}{Match.Destination(new IPAddress(value))} ";
        else
            return false;
        return operation is Expressions.EqualTo or Expressions.NotEqualTo;
    }

    // With its zero it is a whole name, without one the beginning of some.
    static string NameOf(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)0) is var end and >= 0 ? Encoding.UTF8.GetString(value[..end]) : Encoding.UTF8.GetString(value) + "+";

    bool ReadMatch(AttributeReader data)
    {
        string name = "";
        ReadOnlySpan<byte> info = [];
        foreach (var a in data)
            if (a.Type == NFTA_MATCH.NAME)
                name = a.String;
            else if (a.Type == NFTA_MATCH.INFO)
                info = a.Bytes;
        if (name == "comment")
        {
            _comment = Encoding.UTF8.GetString(info.IndexOf((byte)0) is var end and >= 0 ? info[..end] : info);
            _matches.Append($"{Match.Comment(_comment)} ");
            return true;
        }
        _matches.Append($"{Match.EstablishedOrRelated} ");
        return name == "conntrack" && IsEstablishedOrRelated(info);
    }

    // struct xt_conntrack_mtinfo3: what is matched, what of that is inverted, the states.
    static bool IsEstablishedOrRelated(ReadOnlySpan<byte> info)
    {
        const int MatchFlags = 146, InvertFlags = 148, StateMask = 150;
        const ushort XT_CONNTRACK_STATE = 1, Established = 1 << 0 + 1, Related = 1 << 1 + 1;   // XT_CONNTRACK_STATE_BIT
        return info.Length >= StateMask + sizeof(ushort)
            && MemoryMarshal.Read<ushort>(info[MatchFlags..]) == XT_CONNTRACK_STATE
            && MemoryMarshal.Read<ushort>(info[InvertFlags..]) == 0
            && MemoryMarshal.Read<ushort>(info[StateMask..]) == (Established | Related);
    }

    bool ReadVerdict(AttributeReader data, ref string? target)
    {
        int code = 0;
        string? chain = null;
        bool isVerdict = false;
        foreach (var immediate in data)
            if (immediate.Type == NFTA_IMMEDIATE.DATA)
                foreach (var value in immediate.Nested)
                {
                    isVerdict |= value.Type == NFTA_DATA.VERDICT;
                    if (value.Type == NFTA_DATA.VERDICT)
                        foreach (var a in value.Nested)
                            if (a.Type == NFTA_VERDICT.CODE)
                                code = BinaryPrimitives.ReadInt32BigEndian(a.Bytes);
                            else if (a.Type == NFTA_VERDICT.CHAIN)
                                chain = a.String;
                }
        target = chain ?? target;
        _verdict = (code, chain) switch
        {
            (Verdict.DropCode, _) => $"{Target.Drop}",
            (Verdict.AcceptCode, _) => $"{Target.Accept}",
            (Verdict.ReturnCode, _) => $"{Target.Return}",
            (Verdict.JumpCode, not null) => $"{Target.Jump(chain)}",
            _ => "",
        };
        return isVerdict && _verdict != "";
    }
}
