using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Netlink.Wire;

/// <summary>Walks the attributes in a span: <c>foreach (var a in attributes) switch (a.Type) …</c></summary>
internal ref struct AttributeReader(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> _rest = bytes;

    public Attribute Current { get; private set; }

    public readonly AttributeReader GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < AttributeHeader.Size)
            return false;
        var header = MemoryMarshal.Read<AttributeHeader>(_rest);
        if (header.Length < AttributeHeader.Size || header.Length > _rest.Length)
            throw new InvalidDataException($"netlink attribute {header.Type} claims {header.Length} of {_rest.Length} bytes");
        Current = new Attribute((ushort)(header.Type & AttributeHeader.TypeMask), _rest[AttributeHeader.Size..header.Length]);
        _rest = _rest[Math.Min((header.Length + 3) & ~3, _rest.Length)..];
        return true;
    }
}

/// <summary>One attribute of an answer, and its value in the form that its type has.</summary>
internal readonly ref struct Attribute(ushort type, ReadOnlySpan<byte> bytes)
{
    public readonly ReadOnlySpan<byte> Bytes = bytes;

    public ushort Type => type;
    public byte UInt8 => Bytes[0];
    public ushort UInt16 => MemoryMarshal.Read<ushort>(Bytes);
    public uint UInt32 => MemoryMarshal.Read<uint>(Bytes);
    public int Int32 => MemoryMarshal.Read<int>(Bytes);
    public uint BigEndianUInt32 => BinaryPrimitives.ReadUInt32BigEndian(Bytes);
    public ulong BigEndianUInt64 => BinaryPrimitives.ReadUInt64BigEndian(Bytes);
    public string String => Encoding.UTF8.GetString(Bytes.TrimEnd((byte)0));
    public IPAddress IPAddress => new(Bytes);
    public AttributeReader Nested => new(Bytes);
}
