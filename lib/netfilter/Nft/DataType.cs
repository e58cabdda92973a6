namespace Netfilter.Nft;

/// <summary>What a set's keys or a map's values are. Several in a row make a concatenation, each on a 4-byte boundary.</summary>
public sealed record DataType(string Name, uint Number, int Size)
{
    // Numbers of nft's own (include/datatype.h): the kernel keeps them for nft to list by.
    public static readonly DataType Ipv4Address = new("ipv4_addr", 7, 4);
    public static readonly DataType Ipv6Address = new("ipv6_addr", 8, 16);
    public static readonly DataType Protocol = new("inet_proto", 12, 1);
    public static readonly DataType Port = new("inet_service", 13, 2);

    public static readonly DataType InterfaceName = new("ifname", 41, Meta.NameSize);

    /// <summary>IPv4 or IPv6 addresses.</summary>
    public static DataType Address(NftFamily family) => family == NftFamily.Ipv6 ? Ipv6Address : Ipv4Address;

    /// <summary>One type is itself; more are packed as nft packs them, six bits each.</summary>
    public static DataType Concat(params ReadOnlySpan<DataType> parts)
    {
        if (parts.Length == 1)
            return parts[0];
        var whole = new DataType("", 0, 0);
        foreach (var part in parts)
            whole = new(whole.Name == "" ? part.Name : $"{whole.Name} . {part.Name}", whole.Number << 6 | part.Number, whole.Size + Padded(part.Size));
        return whole;
    }

    internal static int Padded(int size) => (size + 3) & ~3;
}
