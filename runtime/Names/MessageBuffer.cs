using System.Buffers.Binary;
using Linux;

namespace Hull.Names;

/// <summary>DNS messages of a connection, with their lengths before them, as they come in pieces (RFC 1035 section 4.2.2).</summary>
internal sealed class MessageBuffer
{
    const int LengthSize = 2;

    byte[] _bytes = new byte[DnsQuery.SmallestDatagram];
    int _length;

    public static byte[] WithLength(byte[] message)
    {
        var framed = new byte[LengthSize + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed, LengthSize);
        return framed;
    }

    /// <summary>Takes in what has come. False at the end.</summary>
    public bool Fill(FileDescriptor connection)
    {
        if (_length == _bytes.Length)
            Array.Resize(ref _bytes, 2 * _length);   // at most to a message and a half: Next takes whole ones away
        int? size = StreamSocket.TryRead(connection, _bytes.AsSpan(_length));
        _length += size ?? 0;
        return size != 0;
    }

    /// <summary>The next whole message, or null.</summary>
    public byte[]? Next()
    {
        if (_length < LengthSize)
            return null;
        int end = LengthSize + BinaryPrimitives.ReadUInt16BigEndian(_bytes);
        if (_length < end)
            return null;
        var message = _bytes[LengthSize..end];
        _bytes.AsSpan(end, _length - end).CopyTo(_bytes);
        _length -= end;
        return message;
    }
}
