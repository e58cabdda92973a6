using System.Net;
using Netlink;

namespace Netctl;

/// <summary>An address and how many of its bits count, with what was written beyond them: 10.1.0.5/24. Without an address, everything.</summary>
internal readonly record struct Prefix(IPAddress? Address, int Length, bool LengthIsGiven)
{
    public Family Family => Address?.Family() ?? Family.Any;

    /// <summary>The network, with zeros beyond the prefix; null for everything.</summary>
    public IPNetwork? Network => Address is null || Length == 0 ? null : new IPNetwork(Masked(Address, Length), Length);

    public bool HasBitsBeyond => Address is not null && !Masked(Address, Length).Equals(Address);

    /// <summary>Whether an address begins with these bits.</summary>
    public bool Covers(IPAddress other) => Address is null || other.Family() == Family && Masked(other, Length).Equals(Masked(Address, Length));

    public static IPAddress Masked(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xff00 >> Math.Clamp(length - 8 * i, 0, 8));
        return new IPAddress(bytes);
    }

    /// <summary>The address whose bits beyond the prefix are all ones, or all zeros.</summary>
    public static IPAddress Broadcast(IPAddress address, int length, bool ones)
    {
        byte[] bytes = Masked(address, length).GetAddressBytes();
        for (int i = 0; ones && i < bytes.Length; i++)
            bytes[i] |= (byte)(0xff >> Math.Clamp(length - 8 * i, 0, 8));
        return new IPAddress(bytes);
    }

    public override string ToString() => Address is null ? "default" : $"{Address}/{Length}";
}
