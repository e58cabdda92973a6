using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hull.Network;

/// <summary>A port of the host's that leads to one of the container's. Its text is of the form that -p takes (<see cref="PortSpec"/>).</summary>
/// <param name="Address">The one address of the host's that it is published on; null for all of them.</param>
/// <param name="HostPort">0 until one that is free has been found for it.</param>
internal sealed record PublishedPort(IPAddress? Address, ushort HostPort, ushort ContainerPort, string Protocol)
{
    /// <summary>The protocols that can be published.</summary>
    public const string Tcp = "tcp", Udp = "udp", Sctp = "sctp";

    /// <summary>Of several ports of the host's, any of which will do, the last; else <see cref="HostPort"/>.</summary>
    public ushort LastHostPort { get; init; } = HostPort;

    /// <summary>Whether it is known which port of the host's it is.</summary>
    public bool IsSettled => HostPort != 0 && HostPort == LastHostPort;

    public PublishedPort At(ushort hostPort) => this with { HostPort = hostPort, LastHostPort = hostPort };

    /// <summary>Reads the text of one.</summary>
    public static PublishedPort Parse(string text) => PortSpec.Parse(text) is [var port] ? port : throw new HullException($"-p {text} is more than one port");

    /// <summary>Whether both cannot be held at once.</summary>
    public bool Collides(PublishedPort other) =>
        IsSettled && HostPort == other.HostPort && other.IsSettled && Protocol == other.Protocol && (IsWildcard || other.IsWildcard || Address!.Equals(other.Address));

    bool IsWildcard => Address is null || Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);

    /// <summary>Whether who connects to [::1] is to reach it.</summary>
    public bool IsOnLoopback6 => Address is null || Address.Equals(IPAddress.IPv6Any) || Address.Equals(IPAddress.IPv6Loopback);

    string HostText => Address is null ? "" : Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Address}]:" : $"{Address}:";

    string HostPortText => HostPort == 0 ? "" : Range(HostPort, LastHostPort);

    static string Range(int first, int last) => first == last ? Text(first) : $"{Text(first)}-{Text(last)}";

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>"80/tcp", as an image's EXPOSE says it.</summary>
    public string Inside => $"{Text(ContainerPort)}/{Protocol}";

    /// <summary>As it is given to -p.</summary>
    public override string ToString() => HostPort == 0 && Address is null ? Inside : $"{HostText}{HostPortText}:{Inside}";

    /// <summary>As docker lists it: 0.0.0.0:8080->80/tcp.</summary>
    public string Listing => ListingOf(1);

    /// <summary>The same of several that follow one another, on both sides: 0.0.0.0:8000-8010->80-90/tcp.</summary>
    public string ListingOf(int count) =>
        $"{(Address is null ? "0.0.0.0:" : HostText)}{Range(HostPort, HostPort + count - 1)}->{Range(ContainerPort, ContainerPort + count - 1)}/{Protocol}";
}
