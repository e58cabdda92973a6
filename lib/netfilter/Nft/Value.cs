using System.Net;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>A key or a value as the kernel holds it: each part in network order, on a 4-byte boundary. Prints as nft writes it.</summary>
public sealed class Value : IEquatable<Value>
{
    readonly byte[] _bytes;
    readonly string _text;

    Value(byte[] bytes, string text) => (_bytes, _text) = (bytes, text);

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static implicit operator Value(IPAddress address) => new(address.GetAddressBytes(), address.ToString());

    public static Value Port(ushort port) => new([(byte)(port >> 8), (byte)port], port.ToString());

    /// <summary>A transport protocol by its number: 6 tcp, 17 udp, 132 sctp.</summary>
    public static Value Protocol(byte number) => new([number], Meta.ProtocolName(number));

    /// <summary>A link's name, of 15 bytes at most.</summary>
    public static Value InterfaceName(string name) => new(Meta.InterfaceName(name), $"\"{name}\"");

    public static Value Concat(params ReadOnlySpan<Value> parts)
    {
        int size = 0;
        foreach (var part in parts)
            size += DataType.Padded(part._bytes.Length);
        var bytes = new byte[size];
        int at = 0;
        string text = "";
        foreach (var part in parts)
        {
            part._bytes.CopyTo(bytes, at);
            at += DataType.Padded(part._bytes.Length);
            text += text == "" ? part._text : $" . {part._text}";
        }
        return new Value(bytes, text);
    }

    /// <summary>What is in this form already.</summary>
    internal static Value Raw(byte[] bytes) => new(bytes, Convert.ToHexStringLower(bytes));

    internal static Value Parse(AttributeReader data)
    {
        foreach (var a in data)
            if (a.Type == NFTA_DATA.VALUE)
                return new Value(a.Bytes.ToArray(), Convert.ToHexStringLower(a.Bytes));
        return new Value([], "a verdict");
    }

    public bool Equals(Value? other) => other is not null && Bytes.SequenceEqual(other.Bytes);
    public override bool Equals(object? other) => Equals(other as Value);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    public override string ToString() => _text;
}
