using System.CommandLine;
using Hull.Containers;
using Hull.Network;
using Linux;

namespace Hull.Commands;

/// <summary>What run can be told about a container's ports.</summary>
internal static class PortOptions
{
    static readonly Option<string[]> s_publish = new("--publish", "-p")
    {
        Description = "Lead a port of the host's to one of the container's: [[IP:]HOST:]CONTAINER[/tcp|udp|sctp]. Both can be ranges, such as 8000-8010:80-90; without HOST, any that is free.",
    };
    static readonly Option<bool> s_all = new("--publish-all", "-P") { Description = "Publish all ports that the image or --expose names, at any of the host's that are free." };
    static readonly Option<string[]> s_expose = new("--expose") { Description = "A port that the container serves: PORT[-LAST][/tcp|udp|sctp]." };

    public static IReadOnlyList<Option> All => [s_publish, s_all, s_expose];

    public static IReadOnlyList<PublishedPort> Published(ParseResult parsed) => [.. (parsed.GetValue(s_publish) ?? []).SelectMany(PortSpec.Parse)];

    public static bool PublishAll(ParseResult parsed) => parsed.GetValue(s_all);

    public static IReadOnlyList<string> Exposed(ParseResult parsed) => [.. (parsed.GetValue(s_expose) ?? []).SelectMany(PortSpec.Exposed)];

    /// <summary>The request, without ports where there is nothing to publish; complains when they cannot be published.</summary>
    public static RunRequest Usable(RunRequest request)
    {
        if (request.Ports.Count == 0 && !request.PublishAll)
            return request;
        string mode = request.Networks[0].Network;
        if (mode != NetworkMode.Host && !NetworkMode.HasNetworks(mode))
            throw new HullException($"-p needs a network that hull makes for the container; --network {mode} is none");
        foreach (var alike in request.Ports.GroupBy(port => (port.HostPort, port.Protocol)).Where(alike => alike.Count() > 1))
            if (alike.FirstOrDefault(port => alike.Any(other => !ReferenceEquals(other, port) && other.Collides(port))) is { } port)
                throw new HullException($"-p {port} and -p {alike.First(other => !ReferenceEquals(other, port) && other.Collides(port))} ask for the same port");
        if (mode != NetworkMode.Host)
            return request;
        Stdio.WriteError("hull: -p does nothing with --network host: the container's ports are the host's");
        return request with { Ports = [], PublishAll = false };
    }
}
