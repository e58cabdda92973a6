using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Cni;

namespace Plugins.HostLocal;

/// <summary>An IP address to count with.</summary>
internal readonly record struct IpNumber(UInt128 Value, bool IsIPv4)
{
    public static IpNumber From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return length == 4
            ? new(BinaryPrimitives.ReadUInt32BigEndian(bytes), true)
            : new(BinaryPrimitives.ReadUInt128BigEndian(bytes), false);
    }

    /// <summary>Null unless the text is an address, without a prefix length.</summary>
    public static IpNumber? Parse(ReadOnlySpan<char> text) => IpText.Parse(text) is { } address ? From(address) : null;

    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return new(IsIPv4 ? bytes[12..] : bytes);
    }

    public static IpNumber operator +(IpNumber address, UInt128 distance) => address with { Value = address.Value + distance };

    /// <summary>As lease files are named.</summary>
    public override string ToString() => IpText.Format(ToAddress());
}
