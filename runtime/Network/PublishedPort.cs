using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hull.Network;

/// <summary>A port of the host's that leads to one of the container's: -p [IP:]HOST:CONTAINER[/PROTOCOL], and text of this form again.</summary>
/// <param name="Address">The one address of the host's that it is published on; null for all of them.</param>
internal sealed record PublishedPort(IPAddress? Address, ushort HostPort, ushort ContainerPort, string Protocol)
{
    public static PublishedPort Parse(string text)
    {
        string rest = text, protocol = "tcp";
        if (rest.LastIndexOf('/') is var slash and >= 0)
            (rest, protocol) = (rest[..slash], rest[(slash + 1)..].ToLowerInvariant());
        if (protocol is not ("tcp" or "udp"))
            throw Wrong(text, $"the protocol is \"{protocol}\", not tcp or udp");

        int last = rest.LastIndexOf(':');
        if (last < 0)
            throw Wrong(text, "the host's port is missing");
        int first = rest[..last].LastIndexOf(':');
        return new PublishedPort(
            first < 0 ? null : ParseAddress(text, rest[..first]),
            ParsePort(text, "host's", rest[(first + 1)..last]),
            ParsePort(text, "container's", rest[(last + 1)..]),
            protocol);
    }

    static IPAddress ParseAddress(string text, string address)
    {
        bool bracketed = address.StartsWith('[') && address.EndsWith(']');
        return IPAddress.TryParse(bracketed ? address[1..^1] : address, out var found)
            && bracketed == (found.AddressFamily == AddressFamily.InterNetworkV6)
            ? found
            : throw Wrong(text, $"\"{address}\" is no address (an IPv6 one stands in brackets)");
    }

    static ushort ParsePort(string text, string whose, string port) =>
        ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) && number > 0
            ? number
            : throw Wrong(text, $"the {whose} port is \"{port}\", not within 1 to 65535");

    static HullException Wrong(string text, string why) => new($"invalid -p {text}: {why}; it reads [IP:]HOST:CONTAINER[/tcp|udp], such as 8080:80");

    /// <summary>Whether both cannot be held at once.</summary>
    public bool Collides(PublishedPort other) =>
        HostPort == other.HostPort && Protocol == other.Protocol && (IsWildcard || other.IsWildcard || Address!.Equals(other.Address));

    bool IsWildcard => Address is null || Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);

    string HostText => Address is null ? "" : Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Address}]:" : $"{Address}:";

    /// <summary>As it is given to -p.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HostText}{HostPort}:{ContainerPort}/{Protocol}");

    /// <summary>As docker lists it: 0.0.0.0:8080->80/tcp.</summary>
    public string Listing =>
        string.Create(CultureInfo.InvariantCulture, $"{(Address is null ? "0.0.0.0:" : HostText)}{HostPort}->{ContainerPort}/{Protocol}");
}
