using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A filter as the kernel lists it. Of those of the u32 kind, which the plugins make, what they match and do is told.</summary>
public sealed record ListedFilter
{
    public string Kind { get; private set; } = "";

    /// <summary>An EtherType; 3 is every protocol.</summary>
    public ushort Protocol { get; private init; }

    /// <summary>Smaller ones come first.</summary>
    public ushort Preference { get; private init; }
    public uint Chain { get; private set; }

    /// <summary>What a u32 filter is called: its table, its place in the table's hash, and itself, of 12, 8 and 12 bits.</summary>
    public uint Handle { get; private init; }

    /// <summary>Of a table of u32 filters: how many places its hash has; null of a filter.</summary>
    public uint? Divisor { get; private set; }

    /// <summary>The table and place that a u32 filter is in, as a handle.</summary>
    public uint Table { get; private set; }
    public bool IsTerminal { get; private set; }
    public uint Flags { get; private set; }
    public IReadOnlyList<FilterKey> Keys { get; private set; } = [];
    public IReadOnlyList<MirredAction> Actions { get; private set; } = [];

    internal static ListedFilter Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<TcMsg>(body);
        var filter = new ListedFilter
        {
            Handle = info.Handle, Preference = (ushort)(info.Info >> 16), Protocol = BinaryPrimitives.ReverseEndianness((ushort)info.Info),
        };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<TcMsg>()..]))
            switch (a.Type)
            {
                case TCA.KIND: filter.Kind = a.String; break;
                case TCA.CHAIN: filter.Chain = a.UInt32; break;
                case TCA.OPTIONS when filter.Kind == "u32": filter.ParseU32(a.Nested); break;
            }
        return filter;
    }

    void ParseU32(AttributeReader options)
    {
        foreach (var a in options)
            switch (a.Type)
            {
                case TCA_U32.HASH: Table = a.UInt32; break;
                case TCA_U32.DIVISOR: Divisor = a.UInt32; break;
                case TCA_U32.SEL: ParseSelector(a.Bytes); break;
                case TCA_U32.ACT: Actions = MirredAction.ParseAll(a.Nested); break;
                case TCA_U32.FLAGS: Flags = a.UInt32; break;
            }
    }

    void ParseSelector(ReadOnlySpan<byte> bytes)
    {
        var selector = MemoryMarshal.Read<TcU32Sel>(bytes);
        IsTerminal = (selector.Flags & TC_U32.TERMINAL) != 0;
        var keys = new List<FilterKey>();
        for (int i = 0; i < selector.KeyCount; i++)
            keys.Add(FilterKey.Parse(bytes[(Unsafe.SizeOf<TcU32Sel>() + i * FilterKey.Size)..]));
        Keys = keys;
    }
}

/// <summary>What four bytes of a packet are to be, counted from the network header, or from what follows it.</summary>
public readonly record struct FilterKey(uint Mask, uint Value, int Offset, int OffsetMask)
{
    internal const int Size = 16;   // struct tc_u32_key

    internal static FilterKey Parse(ReadOnlySpan<byte> key) => new(
        BinaryPrimitives.ReadUInt32BigEndian(key), BinaryPrimitives.ReadUInt32BigEndian(key[4..]), MemoryMarshal.Read<int>(key[8..]), MemoryMarshal.Read<int>(key[12..]));
}

/// <summary>An action that sends packets, or copies of them, by another link (tc-mirred(8)).</summary>
/// <param name="Order">Its place among a filter's actions, from 1.</param>
/// <param name="Way">Out by the link or in by it, the packet or a copy (TCA_EGRESS_REDIR and so on, from 1).</param>
/// <param name="Control">What becomes of the packet then (TC_ACT_*).</param>
public sealed record MirredAction(int Order, int Way, int Control, int LinkIndex, uint Index, int References, int Bindings)
{
    internal static List<MirredAction> ParseAll(AttributeReader actions)
    {
        var found = new List<MirredAction>();
        foreach (var action in actions)
        {
            bool isMirred = false;
            foreach (var a in action.Nested)
                if (a.Type == TCA_ACT.KIND)
                    isMirred = a.String == "mirred";
                else if (a.Type == TCA_ACT.OPTIONS && isMirred)
                    foreach (var option in a.Nested)
                        if (option.Type == TCA_MIRRED.PARMS)
                            found.Add(Of(action.Type, MemoryMarshal.Read<TcMirred>(option.Bytes)));
        }
        return found;
    }

    static MirredAction Of(int order, TcMirred m) => new(order, m.Direction, m.Action, m.Index, m.Number, m.RefCount, m.BindCount);
}
