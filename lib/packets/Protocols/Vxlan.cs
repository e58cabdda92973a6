namespace Packets.Protocols;

/// <summary>Ethernet frames in UDP, as overlay networks send them (RFC 7348).</summary>
internal static class Vxlan
{
    public const int HeaderSize = 8;

    public static void Describe(ReadOnlySpan<byte> data, int length, TcpConversations conversations, Line to)
    {
        to.Add("VXLAN, flags ["u8).Add((data[0] & 8) != 0 ? "I"u8 : "."u8).Add("] (0x"u8).Hex(data[0], 2).Add("), vni "u8).Add(data.UInt32(4) >> 8).Add(": "u8);
        Ethernet.Describe(data[HeaderSize..], length - HeaderSize, shown: false, conversations, to);
    }
}
