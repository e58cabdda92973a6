using System.Net;
using System.Text.Json.Nodes;
using Cni;

namespace Hull.Network;

/// <summary>Addresses that a network gives: those of a subnet, or of a part of it.</summary>
internal sealed record AddressPool(Cidr Subnet, IPAddress? Gateway = null, Cidr? Range = null)
{
    public JsonObject ToJson()
    {
        var range = new JsonObject { ["subnet"] = Subnet.Network.ToString() };
        if (Gateway is not null) range["gateway"] = Gateway.ToString();
        if (Range is not null) (range["rangeStart"], range["rangeEnd"]) = (Range.Network.Address.ToString(), LastOf(Range).ToString());
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
