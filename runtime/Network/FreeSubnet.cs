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
        var taken = Taken().Where(subnet => subnet.IsIPv4 && subnet.PrefixLength > 0).ToList();
        for (int number = First << 8; number <= (Last << 8 | 255); number++)
        {
            var subnet = new Cidr(new([10, (byte)(number >> 8), (byte)number, 0]), 24);
            if (!taken.Exists(other => Overlap(subnet, other)))
                return subnet;
        }
        throw new HullException($"no free network from 10.{First}.0.0/24 to 10.{Last}.255.0/24: routes, links and networks of this machine have them all; name one with --subnet, or see `hull network prune`");
    }

    /// <summary>A unique local subnet at random (RFC 4193).</summary>
    public static Cidr FindIPv6()
    {
        var address = new byte[16];
        KernelRandom.Fill(address.AsSpan(1, 5));
        address[0] = 0xfd;
        return new(new IPAddress(address), 64);
    }

    /// <summary>Complains when somebody has addresses of a subnet that was asked for.</summary>
    public static void CheckIsFree(Cidr subnet)
    {
        foreach (var network in KnownNetwork.All())
            if (network.Subnets.FirstOrDefault(other => Overlap(subnet, other)) is { } other)
                throw new HullException($"--subnet {subnet} overlaps {other} of network {network.Name}");
        if (OfHost().FirstOrDefault(other => other.PrefixLength > 0 && Overlap(subnet, other)) is { } route)
            throw new HullException($"--subnet {subnet} overlaps {route}, to which this machine has a route");
    }

    static IEnumerable<Cidr> Taken() => OfHost().Concat(KnownNetwork.All().SelectMany(network => network.Subnets));

    static IEnumerable<Cidr> OfHost()
    {
        using var host = RouteSocket.Open();
        foreach (var route in host.Routes.List())
            if (route.To is { } to)
                yield return new(to.BaseAddress, to.PrefixLength);
        foreach (var address in host.Addresses.List())
            if (!IPAddress.IsLoopback(address.Ip) && !(address.Ip.AddressFamily == AddressFamily.InterNetworkV6 && address.Ip.IsIPv6LinkLocal))
                yield return new Cidr(address.Ip, address.PrefixLength).Network;
    }

    static bool Overlap(Cidr one, Cidr other) => one.Contains(other.Network.Address) || other.Contains(one.Network.Address);
}
