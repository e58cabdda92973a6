namespace Packets.Protocols;

/// <summary>Frames with a length in the place of a kind (IEEE 802.2), of which bridges send one: the spanning tree's.</summary>
internal static class Llc
{
    const int HeaderSize = 3, ConfigSize = 35;
    const byte Stp = 0x42;

    public static void Describe(ReadOnlySpan<byte> frame, int length, bool shown, Line to)
    {
        if (frame.Length < HeaderSize)
        {
            to.CutOff("llc"u8);
            return;
        }
        if (frame[0] != Stp || frame[1] != Stp)
        {
            to.Add("LLC, dsap 0x"u8).Hex(frame[0], 2).Add(", ssap 0x"u8).Hex(frame[1], 2).Add(", ctrl 0x"u8).Hex(frame[2], 2).Add(", length "u8).Add(length);
            return;
        }
        if (shown) to.Add("LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: "u8);
        DescribeSpanningTree(frame[HeaderSize..], to);
    }

    // The frame is padded to the least that Ethernet sends: its own length is that of its kind.
    static void DescribeSpanningTree(ReadOnlySpan<byte> message, Line to)
    {
        if (message.Length < 5)
            to.CutOff("stp"u8);
        else if (message[3] == 0 && message.Length >= ConfigSize)
            to.Add("STP 802.1d, Config, Flags ["u8).Add(message[4] == 0 ? "none"u8 : "Topology change"u8).Add("], bridge-id "u8)
                .Hex(message.UInt16(17), 4).Add("."u8).Mac(message[19..25]).Add("."u8).Hex(message.UInt16(25), 4).Add(", length "u8).Add(ConfigSize);
        else
            to.Add(message[3] == 0x80 ? "STP 802.1d, Topology Change"u8 : "STP 802.1w, Rapid STP"u8);
    }
}
