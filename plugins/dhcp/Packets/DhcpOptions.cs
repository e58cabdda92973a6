using System.Buffers.Binary;
using System.Net;

namespace Plugins.Dhcp.Packets;

/// <summary>The options of a DHCP message by their codes, as RFC 2132 numbers them.</summary>
internal sealed class DhcpOptions
{
    public const byte SubnetMask = 1, Router = 3, DomainNameServer = 6, HostName = 12, DomainName = 15, StaticRoute = 33, RequestedAddress = 50,
        LeaseTime = 51, Overload = 52, MessageType = 53, ServerIdentifier = 54, ParameterRequestList = 55, MaximumMessageSize = 57,
        RenewalTime = 58, RebindingTime = 59, VendorClassIdentifier = 60, ClientIdentifier = 61, UserClass = 77, ClasslessStaticRoute = 121;

    const byte Pad = 0, End = 255;

    readonly byte[]?[] _values = new byte[256][];

    /// <summary>An option's bytes; null when it is not there.</summary>
    public byte[]? this[byte code]
    {
        get => _values[code];
        set => _values[code] = value;
    }

    /// <summary>An option that is one IPv4 address; null when it is none.</summary>
    public IPAddress? Address(byte code) => Addresses(code) is [var first, ..] ? first : null;

    /// <summary>An option that lists IPv4 addresses; what is left over at its end is nobody's address.</summary>
    public IReadOnlyList<IPAddress> Addresses(byte code)
    {
        var addresses = new List<IPAddress>();
        for (ReadOnlySpan<byte> rest = this[code]; rest.Length >= 4; rest = rest[4..])
            addresses.Add(new IPAddress(rest[..4]));
        return addresses;
    }

    /// <summary>An option that is a time in seconds; null when it is not there. All ones is for ever.</summary>
    public TimeSpan? Seconds(byte code) => this[code] is { Length: 4 } value
        ? BinaryPrimitives.ReadUInt32BigEndian(value) is var seconds and not uint.MaxValue ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue
        : null;

    /// <summary>Reads a field of options into these. An option that comes in several parts is their concatenation (RFC 3396); what is cut short is left out.</summary>
    public void Read(ReadOnlySpan<byte> field)
    {
        while (field.Length > 0 && field[0] != End)
        {
            byte code = field[0];
            if (code == Pad)
            {
                field = field[1..];
                continue;
            }
            if (field.Length < 2 || field.Length < 2 + field[1])
                return;
            this[code] = [.. this[code] ?? [], .. field.Slice(2, field[1])];
            field = field[(2 + field[1])..];
        }
    }

    /// <summary>The field of these options, with its end; the message type first, as RFC 2132 would have it read.</summary>
    public byte[] Write()
    {
        var field = new List<byte>();
        Append(field, MessageType);
        for (int code = 1; code < End; code++)
            if (code != MessageType)
                Append(field, (byte)code);
        field.Add(End);
        return [.. field];
    }

    void Append(List<byte> field, byte code)
    {
        if (this[code] is not { } value)
            return;
        int at = 0;
        do
        {
            int length = Math.Min(value.Length - at, 255);
            field.Add(code);
            field.Add((byte)length);
            field.AddRange(value.AsSpan(at, length));
            at += length;
        }
        while (at < value.Length);
    }
}
