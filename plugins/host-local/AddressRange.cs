using Cni;

namespace Plugins.HostLocal;

/// <summary>Addresses of one subnet that may be given out, both ends included. The gateway never is.</summary>
internal sealed record AddressRange(Cidr Subnet, IpNumber Start, IpNumber End, IpNumber Gateway)
{
    /// <summary>Reads a range, filling in what it leaves out. Null, and a problem told, when it makes no sense.</summary>
    public static AddressRange? Read(ConfigObject json, List<string> problems)
    {
        // A wrong value is a problem already; a missing subnet is one that only we know of.
        if (json.Cidr("subnet") is not { } subnet)
        {
            if (json.IsSet && json.Find("subnet") is null)
                json.Complain("subnet", "is missing");
            return null;
        }
        int bits = subnet.IsIPv4 ? 32 : 128;
        if (subnet.PrefixLength > bits - 2)
        {
            problems.Add($"Network {subnet} too small to allocate from");
            return null;
        }
        if (subnet.Network != subnet)
        {
            problems.Add($"Network has host bits set. For a subnet mask of length {subnet.PrefixLength} the network address is "
                + IpText.Format(subnet.Network.Address));
            return null;
        }
        var network = IpNumber.From(subnet.Address);
        var last = network + ((subnet.IsIPv4 ? uint.MaxValue : UInt128.MaxValue) >> subnet.PrefixLength);
        var range = new AddressRange(subnet, network + 1, subnet.IsIPv4 ? last with { Value = last.Value - 1 } : last, network + 1);
        return range.With(json, problems);
    }

    AddressRange? With(ConfigObject json, List<string> problems)
    {
        var (start, end, gateway) = (Find(json, "rangeStart") ?? Start, Find(json, "rangeEnd") ?? End, Find(json, "gateway") ?? Gateway);
        // The wording leaves the order of the two ends out, and is the reference's: others look for it.
        if (!Subnet.Contains(start.ToAddress()) || start.Value > end.Value && Subnet.Contains(end.ToAddress()))
            problems.Add($"RangeStart {start} not in network {Subnet}");
        else if (!Subnet.Contains(end.ToAddress()))
            problems.Add($"RangeEnd {end} not in network {Subnet}");
        else
            return this with { Start = start, End = end, Gateway = gateway };
        return null;
    }

    static IpNumber? Find(ConfigObject json, string key) => json.Address(key) is { } address ? IpNumber.From(address) : null;

    public bool Contains(IpNumber address) => address.IsIPv4 == Start.IsIPv4 && address.Value >= Start.Value && address.Value <= End.Value;

    public bool Overlaps(AddressRange other) => Contains(other.Start) || other.Contains(Start);

    public override string ToString() => $"{Start}-{End}";
}
