using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cni;

/// <summary>
/// IP addresses as text, in one spelling: it names lease files and is compared by other programs. .NET reads more than addresses
/// (<c>1</c>, <c>010.0.0.1</c>) and writes some IPv6 addresses with an IPv4 tail where nobody else does.
/// </summary>
public static class IpText
{
    /// <summary>Null unless the text is an address, complete and without a zone. An IPv4 address in IPv6 clothes is the IPv4 address.</summary>
    public static IPAddress? Parse(ReadOnlySpan<char> text)
    {
        if (!text.Contains(':'))
            return ParseV4(text);
        foreach (char c in text)
            if (c is not (':' or '.') && !char.IsAsciiHexDigit(c))
                return null;
        if (!IPAddress.TryParse(text, out var address))
            return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    static IPAddress? ParseV4(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        int count = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            bool leadingZero = part.Length > 1 && part[0] == '0';
            if (count == 4 || leadingZero || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out bytes[count++]))
                return null;
        }
        return count == 4 ? new IPAddress(bytes) : null;
    }

    /// <summary>The canonical text: RFC 5952 for IPv6.</summary>
    public static string Format(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() : FormatV6(address);

    static string FormatV6(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        Span<ushort> groups = stackalloc ushort[8];
        for (int i = 0; i < 8; i++)
            groups[i] = (ushort)(bytes[2 * i] << 8 | bytes[2 * i + 1]);

        var (gap, length) = LongestZeros(groups);
        var text = new StringBuilder(39);
        for (int i = 0; i < 8; i++)
        {
            if (i == gap)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && i != gap + length)
                text.Append(':');
            text.Append(groups[i].ToString("x", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    // The first of the longest runs; a lone zero is written out.
    static (int Start, int Length) LongestZeros(ReadOnlySpan<ushort> groups)
    {
        (int Start, int Length) best = (-1, 1);
        for (int i = 0; i < groups.Length; i++)
        {
            int run = 0;
            while (i + run < groups.Length && groups[i + run] == 0)
                run++;
            if (run > best.Length)
                best = (i, run);
            i += run;
        }
        return best;
    }
}
