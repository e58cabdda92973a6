using System.Numerics;
using Netlink.Wire;

namespace Netfilter.Nft.Listing;

/// <summary>A set or map as nft shows it.</summary>
public sealed class ListedSet
{
    readonly uint _flags;
    readonly ValueText _values;

    internal ListedSet(ListedAttributes attributes, NftFamily family, ValueText values)
    {
        (Family, _values) = (family, values);
        Table = attributes.Text(NFTA_SET.TABLE);
        Name = attributes.Text(NFTA_SET.NAME);
        Handle = attributes.Long(NFTA_SET.HANDLE);
        _flags = attributes.Number(NFTA_SET.FLAGS);
        KeyTypes = KnownTypes.Parts(attributes.Number(NFTA_SET.KEY_TYPE), (int)attributes.Number(NFTA_SET.KEY_LEN));
        ValueTypes = IsMap ? KnownTypes.Parts(attributes.Number(NFTA_SET.DATA_TYPE), (int)attributes.Number(NFTA_SET.DATA_LEN)) : [];
        SavesMemory = attributes.Number(NFTA_SET.POLICY) == 1;
        Size = attributes.Nest(NFTA_SET.DESC).Number(NFTA_SET_DESC.SIZE);
        Timeout = attributes.Has(NFTA_SET.TIMEOUT) ? Duration.Text(attributes.Long(NFTA_SET.TIMEOUT)) : null;
        byte[] userData = attributes.Bytes(NFTA_SET.USERDATA);
        Comment = Nft.Comment.Read(userData, Nft.Comment.OfSet);
        Merges = Nft.Comment.Has(userData, Nft.Comment.MergesElements);
    }

    public NftFamily Family { get; }
    public string Table { get; }
    public string Name { get; }
    public ulong Handle { get; }
    public string? Comment { get; }
    public bool IsMap => (_flags & NFT_SET.MAP) != 0;

    /// <summary>It belongs to a rule, and is shown within it.</summary>
    public bool IsAnonymous => (_flags & NFT_SET.ANONYMOUS) != 0;

    /// <summary>policy memory</summary>
    public bool SavesMemory { get; }

    /// <summary>How many elements it may have; 0 for any number.</summary>
    public uint Size { get; }

    /// <summary>How long an element lives when nothing else was said; null for ever.</summary>
    public string? Timeout { get; }

    /// <summary>auto-merge</summary>
    public bool Merges { get; }

    internal DataType[] KeyTypes { get; }
    internal DataType[] ValueTypes { get; }
    internal List<ListedElement> Listed { get; set; } = [];

    /// <summary>As after the word type: ipv4_addr . inet_service : verdict.</summary>
    public string Type => Names(KeyTypes) + (IsMap ? $" : {Names(ValueTypes)}" : "");

    static string Names(DataType[] types) => string.Join(" . ", types.Select(type => type.Name));

    /// <summary>constant, dynamic, interval, timeout.</summary>
    public IReadOnlyList<string> Flags
    {
        get
        {
            var words = new List<string>();
            if ((_flags & NFT_SET.CONSTANT) != 0) words.Add("constant");
            if ((_flags & NFT_SET.EVAL) != 0) words.Add("dynamic");
            if (IsInterval) words.Add("interval");
            if ((_flags & NFT_SET.TIMEOUT) != 0) words.Add("timeout");
            return words;
        }
    }

    bool IsInterval => (_flags & NFT_SET.INTERVAL) != 0;

    /// <summary>How many elements nft puts on a line: more of what is short.</summary>
    public int ElementsPerLine => KeyTypes.Length > 1 ? 1 : KeyTypes[0].Number switch
    {
        2 or 4 or 11 or 12 or 13 or 15 or 19 or 20 or 24 or 25 or 27 => 5,
        7 or 26 or 28 or 31 => 2,
        _ => 1,
    };

    /// <summary>Its elements as nft writes them, in nft's order.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var sorted = Listed.OrderBy(element => element.IsForAllOthers).ThenBy(element => Order(element.Key))
                .ThenByDescending(element => element.EndsInterval).ToList();
            var texts = new List<string>();
            for (int i = 0; i < sorted.Count; i++)
                if (!sorted[i].EndsInterval)
                    texts.Add(KeyOf(sorted, i) + sorted[i].Rest(this, _values));
            return texts;
        }
    }

    internal string Inline() => $"{{ {string.Join(", ", Elements)} }}";

    string KeyOf(List<ListedElement> sorted, int i)
    {
        var element = sorted[i];
        if (element.IsForAllOthers) return "*";
        if (element.KeyEnd.Length > 0) return RangesOf(element.Key, element.KeyEnd);
        if (!IsInterval || KeyTypes.Length > 1) return _values.Of(KeyTypes, element.Key);
        return RangeOf(KeyTypes[0], element.Key, i + 1 < sorted.Count ? OneBefore(sorted[i + 1].Key) : [.. Enumerable.Repeat((byte)0xff, element.Key.Length)]);
    }

    string RangesOf(byte[] first, byte[] last)
    {
        var parts = new List<string>();
        int at = 0;
        foreach (var type in KeyTypes)
        {
            parts.Add(RangeOf(type, first[at..(at + type.Size)], last[at..(at + type.Size)]));
            at += DataType.Padded(type.Size);
        }
        return string.Join(" . ", parts);
    }

    string RangeOf(DataType type, byte[] first, byte[] last)
    {
        string from = _values.Of(type, first);
        if (first.AsSpan().SequenceEqual(last)) return from;
        byte[] mask = [.. first.Select((b, i) => (byte)~(b ^ last[i]))];
        bool isPrefix = type == DataType.Ipv4Address || type == DataType.Ipv6Address;
        bool beginsThere = !first.Where((b, i) => (b & ~mask[i]) != 0).Any();
        return isPrefix && beginsThere && ValueText.PrefixOf(mask) is { } bits ? $"{from}/{bits}" : $"{from}-{_values.Of(type, last)}";
    }

    static byte[] OneBefore(byte[] key)
    {
        byte[] before = [.. key];
        for (int i = before.Length - 1; i >= 0 && before[i]-- == 0; i--) { }
        return before;
    }

    // As nft sorts: numbers by their size, and what is in the machine's own order, or made of several parts, by its bytes from the last to the first.
    BigInteger Order(byte[] key) => new(key, isUnsigned: true, isBigEndian: KeyTypes.Length == 1 && !KnownTypes.IsHostOrder(KeyTypes[0]));
}
