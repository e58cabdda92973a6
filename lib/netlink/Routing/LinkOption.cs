using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Netlink.Routing;

/// <summary>One setting of a kind of link, such as a bridge's hello_time: its word in ip(8), its attribute, and what its value looks like on the wire.</summary>
/// <param name="AttributeName">The attribute by the header's name, for what is said when the kernel minds it.</param>
public sealed record LinkOption(string Word, ushort Attribute, OptionForm Form, [CallerArgumentExpression(nameof(Attribute))] string AttributeName = "")
{
    /// <summary>What <c>ip -j</c> calls it, where that is not the word.</summary>
    public string Key { get; init; } = Word;

    /// <summary>False for what the kernel only tells.</summary>
    public bool IsSettable { get; init; } = true;

    /// <summary>Of a value with words for its numbers: those words.</summary>
    public IReadOnlyList<(string Word, uint Number)> Choices { get; init; } = [];

    /// <summary>Of a bit in a set of bits: which.</summary>
    public int Bit { get; init; }

    /// <summary>A value in the form that the attribute has.</summary>
    public OptionValue With(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return Form switch
        {
            OptionForm.Flag8 or OptionForm.UInt8 => new(this, bytes[..1]),
            OptionForm.UInt16 or OptionForm.Hex16 => new(this, bytes[..2]),
            OptionForm.UInt64 or OptionForm.Timer => new(this, bytes),
            OptionForm.BigEndian16 or OptionForm.Protocol => new(this, (byte[])[bytes[1], bytes[0]]),
            OptionForm.Bit => new(this, (byte[])[.. BitConverter.GetBytes((uint)number << Bit), .. BitConverter.GetBytes(1u << Bit)]),
            OptionForm.Present => new(this, Array.Empty<byte>()),
            _ => new(this, bytes[..4]),
        };
    }
}

/// <summary>What an option's value looks like: the kernel's numbers are of many widths, and some have words.</summary>
public enum OptionForm
{
    UInt8, UInt16, UInt32, UInt64, BigEndian16, BigEndian32,
    /// <summary>One byte, on or off.</summary>
    Flag8,
    /// <summary>The attribute itself is the value: it is there or not.</summary>
    Present,
    /// <summary>One bit of br_boolopt_multi.</summary>
    Bit,
    Hex16,
    /// <summary>Hundredths of a second.</summary>
    Timer,
    Mac,
    /// <summary>A priority and a MAC address.</summary>
    BridgeId,
    /// <summary>An EtherType, such as 802.1Q.</summary>
    Protocol,
    /// <summary>A 32-bit number with words.</summary>
    Choice32,
    /// <summary>The same in 16 bits.</summary>
    Choice16,
    /// <summary>The same in 8 bits.</summary>
    Choice8,
    Address,
}

/// <summary>An option and its value, as read from the kernel or to be told to it.</summary>
public readonly record struct OptionValue(LinkOption Option, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The value as a number, whatever its width.</summary>
    public ulong Number
    {
        get
        {
            var bytes = Bytes.Span;
            return Option.Form switch
            {
                OptionForm.Bit => MemoryMarshal.Read<uint>(bytes) >> Option.Bit & 1,
                OptionForm.BigEndian16 or OptionForm.Protocol => BinaryPrimitives.ReadUInt16BigEndian(bytes),
                OptionForm.BigEndian32 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
                _ => bytes.Length switch { 0 => 1, 1 => bytes[0], 2 => MemoryMarshal.Read<ushort>(bytes), 4 => MemoryMarshal.Read<uint>(bytes), _ => MemoryMarshal.Read<ulong>(bytes) },
            };
        }
    }

    public bool IsOn => Number != 0;

    /// <summary>The word for the number, where it has one.</summary>
    public string Choice
    {
        get
        {
            foreach (var (word, number) in Option.Choices)
                if (number == Number)
                    return word;
            return $"{Number}";
        }
    }
}

/// <summary>What a link is told of its kind, or of itself as a port of that kind (bridge_slave).</summary>
public sealed record KindSettings(string Kind, IReadOnlyList<OptionValue> Values, bool IsOfPort = false)
{
    /// <summary>Of a veth: its other end.</summary>
    public LinkChange? Peer { get; init; }

    internal void WriteTo(Wire.MessageWriter to)
    {
        using (to.Nest(IFLA.LINKINFO))
        {
            if (IsOfPort) to.Put(IFLA_INFO.SLAVE_KIND, Kind);
            else to.Put(IFLA_INFO.KIND, Kind);
            if (Values.Count == 0 && Peer is null) return;
            using (IsOfPort ? to.Nest(IFLA_INFO.SLAVE_DATA) : to.Nest(IFLA_INFO.DATA))
                WriteData(to);
        }
    }

    void WriteData(Wire.MessageWriter to)
    {
        foreach (var value in Values) to.Put(value.Option.Attribute, value.Bytes.Span, value.Option.AttributeName);
        if (Peer is null) return;
        using (to.Nest(VETH_INFO.PEER))
            Peer.WriteTo(to);
    }

    public override string ToString() => Kind;
}
