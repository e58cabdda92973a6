using System.Net;
using Hull.Containers;
using Hull.Network;
using Linux;

namespace Hull.Names;

/// <summary>Whom to ask what is no container's name: the servers that --dns named for the container that asks, else the host's, as they are at the moment.</summary>
internal static class HostResolvers
{
    const int Port = 53;

    /// <summary>In the order of resolv.conf(5), without those that are we ourselves.</summary>
    /// <param name="container">The id of who asks; null when it is no container.</param>
    /// <param name="ourselves">Addresses that we answer at.</param>
    public static IReadOnlyList<IPEndPoint> For(string? container, IReadOnlyCollection<IPAddress> ourselves)
    {
        string? asked = container is null ? null : SmallFile.Find(new ContainerFiles(container).AskedServers);
        return [.. NameServers.In(asked ?? SmallFile.Find("/etc/resolv.conf") ?? "").Where(address => !ourselves.Contains(address)).Select(address => new IPEndPoint(address, Port))];
    }
}
