using System.Globalization;
using System.Net;

namespace Hull.Names;

/// <summary>The names that ask for an address's name: 2.0.44.10.in-addr.arpa (RFC 1035 section 3.5), nibbles under ip6.arpa (RFC 3596 section 2.5).</summary>
internal static class ReverseName
{
    const string Ipv4 = ".in-addr.arpa", Ipv6 = ".ip6.arpa";

    /// <summary>The address; null when the name is none of a whole address.</summary>
    public static IPAddress? Read(string name)
    {
        if (name.EndsWith(Ipv4, StringComparison.Ordinal))
            return Bytes(name[..^Ipv4.Length].Split('.'), 4, NumberStyles.None) is { } four ? new(four) : null;
        if (!name.EndsWith(Ipv6, StringComparison.Ordinal))
            return null;
        if (Bytes(name[..^Ipv6.Length].Split('.'), 32, NumberStyles.AllowHexSpecifier) is not { } nibbles || Array.Exists(nibbles, nibble => nibble > 15))
            return null;
        var address = new byte[16];
        for (int i = 0; i < address.Length; i++) address[i] = (byte)(nibbles[2 * i] << 4 | nibbles[2 * i + 1]);
        return new(address);
    }

    // The last part of the address stands first.
    static byte[]? Bytes(string[] parts, int count, NumberStyles style)
    {
        if (parts.Length != count)
            return null;
        var bytes = new byte[count];
        for (int i = 0; i < count; i++)
            if (!byte.TryParse(parts[count - 1 - i], style, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        return bytes;
    }
}
