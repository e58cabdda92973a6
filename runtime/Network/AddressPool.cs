using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using Cni;

namespace Hull.Network;

/// <summary>Addresses that a network gives: those of a subnet, or of a part of it.</summary>
internal sealed record AddressPool(Cidr Subnet, IPAddress? Gateway = null, Cidr? Range = null)
{
    /// <summary>The part of it from one address to another, in place of <see cref="Range"/>.</summary>
    (IPAddress First, IPAddress Last)? Part { get; init; }

    /// <summary>What is left of it without some addresses, in parts.</summary>
    public IEnumerable<AddressPool> Around(IEnumerable<string> reserved)
    {
        var inside = (Range ?? Subnet).Network;
        var numbers = reserved.Select(IPAddress.Parse).Where(inside.Contains).Select(NumberOf).Distinct().Order().ToList();
        if (numbers.Count == 0)
            return [this];
        var parts = new List<AddressPool>();
        // A subnet's first and last address are nobody's.
        var (next, end) = (NumberOf(inside.Address) + (Range is null ? 1 : 0), NumberOf(LastOf(inside)) - (Range is null ? 1 : 0));
        foreach (var number in numbers.Append(end + 1))
        {
            if (number > next)
                parts.Add(this with { Range = null, Part = (AddressOf(next), AddressOf(number - 1)) });
            next = number + 1;
        }
        return parts;
    }

    static BigInteger NumberOf(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    IPAddress AddressOf(BigInteger number)
    {
        var bytes = Subnet.Address.GetAddressBytes();
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.AsSpan().Clear();
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return new(bytes);
    }

    public JsonObject ToJson()
    {
        var range = new JsonObject { ["subnet"] = Subnet.Network.ToString() };
        if (Gateway is not null) range["gateway"] = Gateway.ToString();
        if (Range is not null) (range["rangeStart"], range["rangeEnd"]) = (Range.Network.Address.ToString(), LastOf(Range).ToString());
        if (Part is var (first, last)) (range["rangeStart"], range["rangeEnd"]) = (first.ToString(), last.ToString());
        return range;
    }

    static IPAddress LastOf(Cidr range)
    {
        var bytes = range.Network.Address.GetAddressBytes();
        for (int bit = range.PrefixLength; bit < 8 * bytes.Length; bit++) bytes[bit / 8] |= (byte)(0x80 >> bit % 8);
        // The last address of an IPv4 subnet is its broadcast's.
        return new(bytes);
    }
}
