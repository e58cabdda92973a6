using System.Net.NetworkInformation;

namespace Plugins.Shared;

/// <summary>MAC addresses as CNI writes them: 02:42:ac:11:00:02.</summary>
internal static class MacText
{
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
