using System.Net;
using System.Net.Sockets;
using Cni;
using Linux;
using Netlink.Routing;

namespace Hull.Network;

/// <summary>Finds addresses for a new network that are nobody's yet: in no route of the host's, on no link, in no other network.</summary>
internal static class FreeSubnet
{
    /// <summary>From 10.89.0.0 to 10.255.255.0: more than 40,000 networks of 254 addresses.</summary>
    const int First = 89, Last = 255;

    /// <exception cref="HullException">None is free.</exception>
    public static Cidr FindIPv4()
    {
        var taken = Taken().Where(one => one.Subnet.IsIPv4 && one.Subnet.PrefixLength > 0).ToList();
        for (int number = First << 8; number <= (Last << 8 | 255); number++)
        {
            var subnet = new Cidr(new([10, (byte)(number >> 8), (byte)number, 0]), 24);
            if (!taken.Exists(one => Overlap(subnet, one.Subnet)))
                return subnet;
        }
        var having = taken.Where(one => one.Subnet.Network.Address.GetAddressBytes()[0] == 10 || one.Subnet.PrefixLength < 8).DistinctBy(one => one.Subnet.Network.ToString()).OrderBy(one => one.Subnet.PrefixLength).ToList();
        throw new HullException($"no free network from 10.{First}.0.0/24 to 10.{Last}.255.0/24: "
            + $"{string.Join(", ", having.Take(Shown).Select(one => $"{one.Subnet.Network} is {one.Owner}"))}{(having.Count > Shown ? $", and {having.Count - Shown} more" : "")}; name one with --subnet, or see `hull network prune`");
    }

    /// <summary>How many of those are named who have all that there is; the largest of them.</summary>
    const int Shown = 8;

    /// <summary>A unique local subnet at random (RFC 4193).</summary>
    public static Cidr FindIPv6()
    {
        var address = new byte[16];
        KernelRandom.Fill(address.AsSpan(1, 5));
        address[0] = 0xfd;
        return new(new IPAddress(address), 64);
    }

    /// <summary>Complains when somebody has addresses of a subnet that was asked for.</summary>
    /// <param name="subnet">What was asked for.</param>
    /// <param name="maybeOfHost">Whether the host may have addresses there, too.</param>
    public static void CheckIsFree(Cidr subnet, bool maybeOfHost)
    {
        foreach (var network in KnownNetwork.All())
            if (network.Subnets.FirstOrDefault(other => Overlap(subnet, other)) is { } other)
                throw new HullException($"--subnet {subnet} overlaps {other} of network {network.Name}");
        if (!maybeOfHost && OfHost().FirstOrDefault(one => one.Subnet.PrefixLength > 0 && Overlap(subnet, one.Subnet)) is { Subnet: { } route, Owner: { } owner })
            throw new HullException($"--subnet {subnet} overlaps {route}, which is {owner}");
    }

    static IEnumerable<(Cidr Subnet, string Owner)> Taken() =>
        KnownNetwork.All().SelectMany(network => network.Subnets.Select(subnet => (subnet, $"network {network.Name}'s"))).Concat(OfHost());

    static IEnumerable<(Cidr Subnet, string Owner)> OfHost()
    {
        using var host = RouteSocket.Open();
        var names = host.Links.List().ToDictionary(link => link.Index, link => link.Name);
        foreach (var route in host.Routes.List())
            if (route.To is { } to)
                yield return (new(to.BaseAddress, to.PrefixLength), $"where this machine has a route to{(names.TryGetValue(route.LinkIndex, out var link) ? $", by {link}" : "")}");
        foreach (var address in host.Addresses.List())
            if (!IPAddress.IsLoopback(address.Ip) && !(address.Ip.AddressFamily == AddressFamily.InterNetworkV6 && address.Ip.IsIPv6LinkLocal))
                yield return (new Cidr(address.Ip, address.PrefixLength).Network, $"that of {names.GetValueOrDefault(address.LinkIndex, "a link")}");
    }

    static bool Overlap(Cidr one, Cidr other) => one.Contains(other.Network.Address) || other.Contains(one.Network.Address);
}
