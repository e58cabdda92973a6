using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hull.Network;

/// <summary>
/// What -p and --expose take, in docker's forms: [[IP:][HOST[-LAST]]:]CONTAINER[-LAST][/PROTOCOL]. Without a port of the host's, any that is free; of more of the host's than
/// of the container's, any of them; else as many of both, one for one. Or docker's words: published=8080,target=80,protocol=udp.
/// </summary>
internal static class PortSpec
{
    const string Form = "it reads [[IP:]HOST:]CONTAINER[/tcp|udp|sctp], such as 8080:80, where HOST and CONTAINER can be ranges";

    public static IReadOnlyList<PublishedPort> Parse(string text)
    {
        var (rest, protocol) = SplitProtocol(text.Contains('=') ? InShort(text) : text, why => Wrong(text, why));
        int last = rest.LastIndexOf(':');
        var (container, containerLast) = Ports(text, "container's", rest[(last + 1)..]);
        if (last < 0)
            return [.. Each(container, containerLast).Select(port => new PublishedPort(null, 0, port, protocol))];

        int first = rest[..last].LastIndexOf(':');
        var address = first < 0 ? null : ParseAddress(text, rest[..first]);
        string hostText = rest[(first + 1)..last];
        if (hostText == "" && address is not null)
            return [.. Each(container, containerLast).Select(port => new PublishedPort(address, 0, port, protocol))];
        var (host, hostLast) = Ports(text, "host's", hostText);
        if (container == containerLast && host != hostLast)
            return [new(address, host, container, protocol) { LastHostPort = hostLast }];
        if (hostLast - host != containerLast - container)
            throw Wrong(text, $"invalid ranges: {hostText} of the host's and {rest[(last + 1)..]} of the container's are not as many");
        return [.. Each(container, containerLast).Select(port => new PublishedPort(address, (ushort)(host + port - container), port, protocol))];
    }

    /// <summary>What a container says that it serves: "80/tcp" for 80, each of 3000-3005/udp.</summary>
    public static IEnumerable<string> Exposed(string text)
    {
        var (rest, protocol) = SplitProtocol(text, why => WrongToExpose(text, why));
        if (Range(rest) is not var (first, last))
            throw WrongToExpose(text, "that is no port");
        return Each(first, last).Select(port => string.Create(CultureInfo.InvariantCulture, $"{port}/{protocol}"));
    }

    static HullException WrongToExpose(string text, string why) => new($"invalid --expose {text}: {why}; it reads PORT[-LAST][/tcp|udp|sctp], such as 80 or 3000-3005/udp");

    static string InShort(string text)
    {
        string published = "", target = "", protocol = "", address = "";
        foreach (string setting in text.Split(','))
            _ = setting.Split('=', 2) switch
            {
                ["published", var value] => published = value,
                ["target", var value] => target = value,
                ["protocol", var value] => protocol = "/" + value,
                ["host_ip", var value] => address = value.Contains(':') && !value.StartsWith('[') ? $"[{value}]:" : value + ":",
                ["mode", "host" or "ingress"] => "",
                _ => throw Wrong(text, $"\"{setting}\" is nothing that it can say of a port"),
            };
        return published == "" && address == "" ? target + protocol : $"{address}{published}:{target}{protocol}";
    }

    static (string Ports, string Protocol) SplitProtocol(string text, Func<string, HullException> wrong)
    {
        int slash = text.LastIndexOf('/');
        string protocol = slash < 0 ? PublishedPort.Tcp : text[(slash + 1)..].ToLowerInvariant();
        return protocol is PublishedPort.Tcp or PublishedPort.Udp or PublishedPort.Sctp
            ? (slash < 0 ? text : text[..slash], protocol)
            : throw wrong($"the protocol is \"{protocol}\", not tcp, udp or sctp");
    }

    static IPAddress ParseAddress(string text, string address)
    {
        bool bracketed = address.StartsWith('[') && address.EndsWith(']');
        return IPAddress.TryParse(bracketed ? address[1..^1] : address, out var found)
            && bracketed == (found.AddressFamily == AddressFamily.InterNetworkV6)
            ? found
            : throw Wrong(text, $"\"{address}\" is no address (an IPv6 one stands in brackets)");
    }

    static (ushort First, ushort Last) Ports(string text, string whose, string ports) =>
        Range(ports) ?? throw Wrong(text, $"the {whose} port is \"{ports}\", not within 1 to 65535");

    static (ushort First, ushort Last)? Range(string text)
    {
        var ends = text.Split('-');
        return ends.Length <= 2 && Port(ends[0]) is { } first && Port(ends[^1]) is { } last && first <= last ? (first, last) : null;
    }

    static ushort? Port(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) && number > 0 ? number : null;

    static IEnumerable<ushort> Each(ushort first, ushort last) => Enumerable.Range(first, last - first + 1).Select(number => (ushort)number);

    static HullException Wrong(string text, string why) => new($"invalid -p {text}: {why}; {Form}");
}
