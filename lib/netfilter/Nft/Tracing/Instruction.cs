using System.Buffers.Binary;
using System.Text;
using Netlink.Wire;

namespace Netfilter.Nft.Tracing;

/// <summary>The attributes of one of the kernel's instructions, by number.</summary>
internal sealed class Instruction
{
    public static readonly Instruction None = new();

    readonly Dictionary<ushort, byte[]> _attributes = [];

    public static Instruction Read(AttributeReader attributes)
    {
        var read = new Instruction();
        foreach (var a in attributes) read._attributes[a.Type] = a.Bytes.ToArray();
        return read;
    }

    public bool Has(ushort attribute) => _attributes.ContainsKey(attribute);

    /// <summary>A number of 32 bits; 0 when it is not there.</summary>
    public uint Number(ushort attribute) => Bytes(attribute) is { Length: sizeof(uint) } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    public string Text(ushort attribute) => Encoding.UTF8.GetString(Bytes(attribute).AsSpan().TrimEnd((byte)0));

    /// <summary>The bytes within a nest of NFTA_DATA.</summary>
    public byte[] Data(ushort attribute) => Nest(attribute).Bytes(NFTA_DATA.VALUE);

    /// <summary>The verdict within a nest of NFTA_DATA, with the chain that it leads to; null when there is none.</summary>
    public (int Code, string Chain)? Verdict(ushort attribute) => VerdictIn(Nest(attribute));

    public static (int Code, string Chain)? VerdictIn(Instruction data)
    {
        if (!data.Has(NFTA_DATA.VERDICT)) return null;
        var verdict = data.Nest(NFTA_DATA.VERDICT);
        return ((int)verdict.Number(NFTA_VERDICT.CODE), verdict.Text(NFTA_VERDICT.CHAIN));
    }

    public Instruction Nest(ushort attribute) => Read(new AttributeReader(Bytes(attribute)));

    public byte[] Bytes(ushort attribute) => _attributes.GetValueOrDefault(attribute, []);
}
