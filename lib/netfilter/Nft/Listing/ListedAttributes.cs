using System.Buffers.Binary;
using System.Text;
using Netlink.Wire;

namespace Netfilter.Nft.Listing;

/// <summary>The attributes of something that the kernel listed, by number: what is read of them depends on others that come later.</summary>
internal sealed class ListedAttributes
{
    readonly Dictionary<ushort, byte[]> _values = [];

    public static ListedAttributes Read(AttributeReader attributes)
    {
        var read = new ListedAttributes();
        foreach (var a in attributes) read._values[a.Type] = a.Bytes.ToArray();
        return read;
    }

    public bool Has(ushort type) => _values.ContainsKey(type);

    public byte[] Bytes(ushort type) => _values.GetValueOrDefault(type, []);

    /// <summary>A number of 32 bits; 0 when it is not there.</summary>
    public uint Number(ushort type) => Bytes(type) is { Length: >= sizeof(uint) } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    /// <summary>A number of 64 bits; 0 when it is not there.</summary>
    public ulong Long(ushort type) => Bytes(type) is { Length: >= sizeof(ulong) } bytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    public string Text(ushort type) => Encoding.UTF8.GetString(Bytes(type).AsSpan().TrimEnd((byte)0));

    public ListedAttributes Nest(ushort type) => Read(new AttributeReader(Bytes(type)));

    /// <summary>What is in a nest of NFTA_DATA: bytes.</summary>
    public byte[] Data(ushort type) => Nest(type).Bytes(NFTA_DATA.VALUE);

    /// <summary>What is in a nest of NFTA_DATA: a verdict, as nft writes it; null when it is none.</summary>
    public string? Verdict(ushort type)
    {
        var data = Nest(type);
        if (!data.Has(NFTA_DATA.VERDICT)) return null;
        var verdict = data.Nest(NFTA_DATA.VERDICT);
        string chain = verdict.Text(NFTA_VERDICT.CHAIN);
        return (int)verdict.Number(NFTA_VERDICT.CODE) switch
        {
            Nft.Verdict.DropCode => "drop",
            Nft.Verdict.AcceptCode => "accept",
            Nft.Verdict.ReturnCode => "return",
            Nft.Verdict.JumpCode => $"jump {chain}",
            Nft.Verdict.GotoCode => $"goto {chain}",
            Nft.Verdict.ContinueCode => "continue",
            Nft.Verdict.BreakCode => "break",
            var other => $"verdict {other}",
        };
    }
}
