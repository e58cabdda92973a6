using System.Net;
using Cni;

namespace Plugins.Portmap;

/// <summary>One entry of the capability portMappings.</summary>
internal sealed record PortMapping
{
    readonly int _hostPort, _containerPort;
    readonly IPAddress? _hostAddress;

    public PortMapping(ConfigObject json)
    {
        _hostPort = json.Int("hostPort");
        _containerPort = json.Int("containerPort");
        Protocol = json.String("protocol").ToLowerInvariant() is { Length: > 0 } named ? named : "tcp";
        _hostAddress = json.Address("hostIP");
    }

    /// <summary>In lower case, whatever case it was asked in.</summary>
    public string Protocol { get; }

    public ushort HostPort => (ushort)_hostPort;

    /// <summary>Null when the mapping is for the other family's addresses, or wrong: then no ADD has made it.</summary>
    public PublishedPort? To(Cidr container)
    {
        if (Problems().Any() || _hostAddress is { } asked && asked.AddressFamily != container.Address.AddressFamily)
            return null;
        bool anyAddress = _hostAddress is null || _hostAddress.Equals(IPAddress.Any) || _hostAddress.Equals(IPAddress.IPv6Any);
        return new(ProtocolNumber!.Value, anyAddress ? null : _hostAddress, HostPort, container, (ushort)_containerPort);
    }

    public IEnumerable<string> Problems()
    {
        if (_containerPort is < 1 or > ushort.MaxValue)
            yield return $"Invalid container port number: {_containerPort}";
        if (_hostPort is < 1 or > ushort.MaxValue)
            yield return $"Invalid host port number: {_hostPort}";
        if (ProtocolNumber is null)
            yield return $"the protocol of host port {_hostPort} is \"{Protocol}\", not tcp, udp or sctp";
    }

    byte? ProtocolNumber => Protocol switch { "tcp" => 6, "udp" => 17, "sctp" => 132, _ => null };
}
