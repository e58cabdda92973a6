using System.Net;
using Cni;
using Netfilter.Nft;

namespace Plugins.Portmap;

/// <summary>One port of the host, and the container's that answers there. HostAddress is null for all addresses of the host.</summary>
internal sealed record PublishedPort(byte Protocol, IPAddress? HostAddress, ushort HostPort, Cidr Container, ushort ContainerPort)
{
    public NftFamily Family => Container.IsIPv4 ? NftFamily.Ipv4 : NftFamily.Ipv6;

    /// <summary>Whether it is for the host alone: for an address in 127.0.0.0/8, or ::1.</summary>
    public bool IsForLoopback => HostAddress is not null && IPAddress.IsLoopback(HostAddress);
}

/// <summary>Which clients of a published port the container sees under the host's address: none, those whose answers would go astray, or all.</summary>
internal enum Snat { None, Needed, All }
