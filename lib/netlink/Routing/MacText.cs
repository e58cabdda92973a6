using System.Net.NetworkInformation;

namespace Netlink.Routing;

/// <summary>MAC addresses as ip and CNI write them: 02:42:ac:11:00:02.</summary>
public static class MacText
{
    /// <summary>Lower-case hexadecimal bytes with colons between them.</summary>
    public static string Text(this PhysicalAddress mac)
    {
        var bytes = mac.GetAddressBytes();
        return bytes.Length == 0 ? "" : string.Create(3 * bytes.Length - 1, bytes, Write);
    }

    static void Write(Span<char> text, byte[] bytes)
    {
        const string Digits = "0123456789abcdef";
        for (int i = 0; i < bytes.Length; i++)
        {
            text[3 * i] = Digits[bytes[i] >> 4];
            text[3 * i + 1] = Digits[bytes[i] & 0xf];
            if (i < bytes.Length - 1) text[3 * i + 2] = ':';
        }
    }

    /// <summary>Null unless the text is six bytes in hexadecimal with colons or dashes between them.</summary>
    public static PhysicalAddress? Parse(string text)
    {
        string[] parts = text.Split(':', '-');
        return parts.Length == 6 && parts.All(part => part.Length == 2 && part.All(char.IsAsciiHexDigit))
            ? new PhysicalAddress(Convert.FromHexString(string.Concat(parts)))
            : null;
    }
}
