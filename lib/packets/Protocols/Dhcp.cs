namespace Packets.Protocols;

/// <summary>How hosts are given addresses (RFC 2131).</summary>
internal static class Dhcp
{
    public static void Describe(ReadOnlySpan<byte> message, int length, Line to)
    {
        to.Add("BOOTP/DHCP, "u8);
        if (message.Length < 34)
        {
            to.CutOff("bootp"u8);
            return;
        }
        to.Add(message[0] switch { 1 => "Request"u8, 2 => "Reply"u8, _ => "unknown"u8 });
        if (message[0] == 1 && message[1] == 1 && message[2] == 6) to.Add(" from "u8).Mac(message[28..34]);
        to.Add(", length "u8).Add(length);
    }
}
