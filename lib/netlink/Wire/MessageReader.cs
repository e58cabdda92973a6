using System.Runtime.InteropServices;
using Linux;

namespace Netlink.Wire;

/// <summary>Walks the messages of one datagram.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> datagram)
{
    ReadOnlySpan<byte> _rest = datagram;

    public Message Current { get; private set; }

    public readonly MessageReader GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < MessageHeader.Size)
            return false;
        var header = MemoryMarshal.Read<MessageHeader>(_rest);
        if (header.Length < MessageHeader.Size || header.Length > _rest.Length)
            throw new InvalidDataException($"netlink message {header.Type} claims {header.Length} of {_rest.Length} bytes");
        Current = new Message(header, _rest[MessageHeader.Size..(int)header.Length]);
        _rest = _rest[Math.Min((int)(header.Length + 3) & ~3, _rest.Length)..];
        return true;
    }
}

/// <summary>One message of an answer.</summary>
internal readonly ref struct Message(MessageHeader header, ReadOnlySpan<byte> body)
{
    public readonly ReadOnlySpan<byte> Body = body;

    public MessageHeader Header => header;

    /// <summary>The kernel's yes or no, or the end of a list.</summary>
    public bool IsVerdict => header.Type is NLMSG.ERROR or NLMSG.DONE;

    /// <summary>The list changed while the kernel was reading it out: some of it may be missing or there twice.</summary>
    public bool IsInterrupted => (header.Flags & MessageFlags.DumpInterrupted) != 0;

    /// <summary>What a verdict says: <see cref="Errno.None"/> is yes.</summary>
    public Errno Errno => Body.Length < sizeof(int) ? Errno.None : (Errno)(-MemoryMarshal.Read<int>(Body));
}
