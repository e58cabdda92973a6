namespace Netlink.Wire;

/// <summary>What a message asks for, or says of itself. Some bits mean one thing on a GET, another on a NEW, a third on an answer.</summary>
[Flags]
internal enum MessageFlags : ushort
{
    None = 0,
    Request = 0x1, Multi = 0x2, Ack = 0x4, DumpInterrupted = 0x10,
    Dump = 0x300,                                                        // on a GET
    Replace = 0x100, Exclusive = 0x200, Create = 0x400, Append = 0x800,  // on a NEW
    Capped = 0x100, AckAttributes = 0x200,                               // on an answer
}

/// <summary>struct nlmsghdr</summary>
internal struct MessageHeader
{
    public const int Size = 16;
    public uint Length;
    public ushort Type;
    public MessageFlags Flags;
    public uint Sequence;
    public uint Port;
}

/// <summary>struct sockaddr_nl</summary>
internal struct SocketAddress
{
    public ushort Family, Pad;
    public uint Port, Groups;
}

/// <summary>struct nlattr</summary>
internal struct AttributeHeader
{
    public const int Size = 4;
    public const ushort Nested = 0x8000, TypeMask = 0x3fff;
    public ushort Length;
    public ushort Type;
}
