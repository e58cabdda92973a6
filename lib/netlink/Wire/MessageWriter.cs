using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Netlink.Wire;

/// <summary>
/// Writes one message into a buffer it does not own. The cursor is the message's own nlmsg_len,
/// so a copied writer stays in step and what is written is always a whole message.
/// </summary>
internal readonly ref struct MessageWriter
{
    readonly Span<byte> _buffer;
    readonly AttributeTrail _trail;

    public MessageWriter(Span<byte> buffer, ushort type, MessageFlags flags, AttributeTrail trail)
    {
        _buffer = buffer;
        _trail = trail;
        Header = new MessageHeader { Length = MessageHeader.Size, Type = type, Flags = flags | MessageFlags.Request };
    }

    public ref MessageHeader Header => ref MemoryMarshal.AsRef<MessageHeader>(_buffer);

    public ReadOnlySpan<byte> Written => _buffer[..(int)Header.Length];

    /// <summary>The fixed struct that follows the header, such as ifinfomsg.</summary>
    public void Body<T>(in T body) where T : unmanaged => MemoryMarshal.Write(Reserve(Unsafe.SizeOf<T>()), body);

    public void Put(ushort type, ReadOnlySpan<byte> value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        value.CopyTo(Attribute(type, value.Length, name));

    public void Put(ushort type, string value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        Encoding.UTF8.GetBytes(value, Attribute(type, Encoding.UTF8.GetByteCount(value) + 1, name));

    public void Put(ushort type, byte value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        Attribute(type, sizeof(byte), name)[0] = value;

    public void Put(ushort type, bool value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        Put(type, value ? (byte)1 : (byte)0, name);

    public void Put(ushort type, uint value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        MemoryMarshal.Write(Attribute(type, sizeof(uint), name), value);

    public void Put(ushort type, int value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        MemoryMarshal.Write(Attribute(type, sizeof(int), name), value);

    public void Put(ushort type, IPAddress value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        value.TryWriteBytes(Attribute(type, value.Size(), name), out _);

    /// <summary>A structure as an attribute's value.</summary>
    public void PutStruct<T>(ushort type, in T value, [CallerArgumentExpression(nameof(type))] string name = "") where T : unmanaged =>
        MemoryMarshal.Write(Attribute(type, Unsafe.SizeOf<T>(), name), value);

    /// <summary>nfnetlink's numbers travel in network byte order; rtnetlink's do not.</summary>
    public void PutBigEndian(ushort type, uint value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        BinaryPrimitives.WriteUInt32BigEndian(Attribute(type, sizeof(uint), name), value);

    /// <inheritdoc cref="PutBigEndian(ushort, uint, string)"/>
    public void PutBigEndian(ushort type, ulong value, [CallerArgumentExpression(nameof(type))] string name = "") =>
        BinaryPrimitives.WriteUInt64BigEndian(Attribute(type, sizeof(ulong), name), value);

    /// <summary>Attributes written until the scope is disposed become this attribute's value.</summary>
    public NestScope Nest(ushort type, [CallerArgumentExpression(nameof(type))] string name = "")
    {
        uint start = Header.Length;
        Attribute((ushort)(type | AttributeHeader.Nested), 0, name);
        return new NestScope(ref MemoryMarshal.AsRef<ushort>(_buffer[(int)start..]), ref Header.Length, start);
    }

    /// <summary>A structure that begins with its length in 16 bits, and what is written until the scope is disposed: one of several in an attribute.</summary>
    public NestScope Part<T>(in T header) where T : unmanaged
    {
        uint start = Header.Length;
        Body(header);
        return new NestScope(ref MemoryMarshal.AsRef<ushort>(_buffer[(int)start..]), ref Header.Length, start);
    }

    Span<byte> Attribute(ushort type, int size, string name)
    {
        _trail.Add(Header.Length, name);
        // The length is 16 bits wide: a longer value would be read as another attribute (as runc's was, CVE-2021-43784).
        if (size > ushort.MaxValue - AttributeHeader.Size)
            throw new ArgumentException($"{name} is {size} bytes; a netlink attribute holds at most {ushort.MaxValue - AttributeHeader.Size}");
        var header = new AttributeHeader { Length = (ushort)(AttributeHeader.Size + size), Type = type };
        MemoryMarshal.Write(Reserve(AttributeHeader.Size), header);
        return Reserve(size);
    }

    // Cleared, because a pooled buffer's padding would show the kernel what was there before.
    Span<byte> Reserve(int size)
    {
        int padded = (size + 3) & ~3;
        if (padded > _buffer.Length - (int)Header.Length)
            throw new ArgumentException($"a netlink message of over {_buffer.Length} bytes does not fit its buffer");
        var slot = _buffer.Slice((int)Header.Length, padded);
        slot.Clear();
        Header.Length += (uint)padded;
        return slot[..size];
    }
}

/// <summary>Closes a nested attribute: its length is known now.</summary>
internal readonly ref struct NestScope(ref ushort nestLength, ref uint messageLength, uint start)
{
    readonly ref ushort _nestLength = ref nestLength;
    readonly ref uint _messageLength = ref messageLength;

    public void Dispose()
    {
        uint length = _messageLength - start;
        if (length > ushort.MaxValue)
            throw new ArgumentException($"a nested netlink attribute of {length} bytes is over the {ushort.MaxValue} that its length can say");
        _nestLength = (ushort)length;
    }
}
