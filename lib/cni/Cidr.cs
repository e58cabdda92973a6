using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cni;

/// <summary>An address with the length of its network's prefix. Unlike <see cref="IPNetwork"/> it keeps the host's bits: 10.1.0.2/24.</summary>
public sealed record Cidr(IPAddress Address, int PrefixLength)
{
    public bool IsIPv4 => Address.AddressFamily == AddressFamily.InterNetwork;

    /// <summary>The network this address is in: 10.1.0.0/24.</summary>
    public Cidr Network
    {
        get
        {
            var bytes = Address.GetAddressBytes();
            for (int bit = PrefixLength; bit < 8 * bytes.Length; bit++)
                bytes[bit / 8] &= (byte)~(0x80 >> bit % 8);
            return this with { Address = new IPAddress(bytes) };
        }
    }

    /// <summary>Whether an address belongs to the network of this one.</summary>
    public bool Contains(IPAddress address) =>
        address.AddressFamily == Address.AddressFamily && new Cidr(address, PrefixLength).Network.Address.Equals(Network.Address);

    /// <summary>Null unless the text is an address, a slash and a length that fits.</summary>
    public static Cidr? Parse(ReadOnlySpan<char> text)
    {
        int slash = text.IndexOf('/');
        if (slash < 0 || IpText.Parse(text[..slash]) is not { } address
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int length))
            return null;
        var cidr = new Cidr(address, length);
        return length <= (cidr.IsIPv4 ? 32 : 128) ? cidr : null;
    }

    public override string ToString() => $"{IpText.Format(Address)}/{PrefixLength.ToString()}";
}
