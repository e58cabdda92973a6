using System.Net.NetworkInformation;

namespace Netlink.Routing;

/// <summary>MAC addresses as ip and CNI write them: 02:42:ac:11:00:02.</summary>
public static class MacText
{
    /// <summary>Lower-case hexadecimal bytes with colons between them.</summary>
    public static string Text(this PhysicalAddress mac) => string.Join(':', mac.GetAddressBytes().Select(b => b.ToString("x2")));

    /// <summary>Null unless the text is six bytes in hexadecimal with colons or dashes between them.</summary>
    public static PhysicalAddress? Parse(string text)
    {
        string[] parts = text.Split(':', '-');
        return parts.Length == 6 && parts.All(part => part.Length == 2 && part.All(char.IsAsciiHexDigit))
            ? new PhysicalAddress(Convert.FromHexString(string.Concat(parts)))
            : null;
    }
}
