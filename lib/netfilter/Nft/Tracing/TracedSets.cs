using System.Buffers.Binary;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Nft.Tracing;

/// <summary>An element that was found for a key: of a map its value or its verdict.</summary>
internal sealed record FoundElement(byte[] Value, (int Code, string Chain)? Verdict, string? Comment);

/// <summary>Looks keys up in sets and maps, as rules do.</summary>
internal sealed class TracedSets(NftSocket nft)
{
    const uint IntervalEnd = 1;

    readonly Dictionary<(NftFamily, string, string), (int KeySize, bool HasIntervals)> _known = [];

    public int KeySize(NftFamily family, string table, string name) => About(family, table, name).KeySize;

    public FoundElement? Find(NftFamily family, string table, string name, byte[] key)
    {
        bool hasIntervals = About(family, table, name).HasIntervals;
        FoundElement? found = null;
        byte[] best = [];
        foreach (var element in Elements(family, table, name, hasIntervals ? null : key))
        {
            var start = element.Data(NFTA_SET_ELEM.KEY);
            if (!hasIntervals)
            {
                if (start.AsSpan().SequenceEqual(key) && !element.Has(NFTA_SET_ELEM.EXPIRATION)) return Read(element);
            }
            else if (element.Data(NFTA_SET_ELEM.KEY_END) is { Length: > 0 } end)
            {
                if (IsWithin(key, start, end)) return Read(element);
            }
            else if (start.AsSpan().SequenceCompareTo(key) <= 0 && start.AsSpan().SequenceCompareTo(best) >= 0)
            {
                best = start;   // the last boundary at or before the key: it is within, unless an interval ends there
                found = (element.Number(NFTA_SET_ELEM.FLAGS) & IntervalEnd) != 0 ? null : Read(element);
            }
        }
        return found;
    }

    static FoundElement Read(Instruction element) =>
        new(element.Data(NFTA_SET_ELEM.DATA), element.Verdict(NFTA_SET_ELEM.DATA), Comment.Read(element.Bytes(NFTA_SET_ELEM.USERDATA)));

    // A concatenation of ranges: each of its parts begins on a 4-byte boundary.
    static bool IsWithin(byte[] key, byte[] start, byte[] end)
    {
        for (int at = 0; at + 4 <= key.Length; at += 4)
            if (BinaryPrimitives.ReadUInt32BigEndian(key.AsSpan(at)) is var part
                && (part < BinaryPrimitives.ReadUInt32BigEndian(start.AsSpan(at)) || part > BinaryPrimitives.ReadUInt32BigEndian(end.AsSpan(at))))
                return false;
        return true;
    }

    (int KeySize, bool HasIntervals) About(NftFamily family, string table, string name)
    {
        if (_known.TryGetValue((family, table, name), out var known))
            return known;
        nft.List(NftSocket.Message(NFT_MSG.GETSET), new("list sets of", table), to =>
        {
            to.Body(new NfGenMsg { Family = (byte)family });
            to.Put(NFTA_SET.TABLE, table);
        }, body => Remember(family, body));
        return _known.GetValueOrDefault((family, table, name));
    }

    object? Remember(NftFamily family, ReadOnlySpan<byte> body)
    {
        const uint NFT_SET_INTERVAL = 4;
        var set = Instruction.Read(new AttributeReader(body[NftSocket.HeaderSize..]));
        _known[(family, set.Text(NFTA_SET.TABLE), set.Text(NFTA_SET.NAME))] =
            ((int)set.Number(NFTA_SET.KEY_LEN), (set.Number(NFTA_SET.FLAGS) & NFT_SET_INTERVAL) != 0);
        return null;
    }

    // One, or all: which of an interval's is meant the kernel does not say.
    IEnumerable<Instruction> Elements(NftFamily family, string table, string name, byte[]? key)
    {
        var set = new Set(new Table(family, table), name, new DataType("", 0, key?.Length ?? 0));
        return key is null ? nft.ListRaw(set, Instruction.Read) : nft.FindRaw(set, Value.Raw(key), Instruction.Read);
    }
}
