using Cni;
using Hull.Network;

namespace Hull.Containers;

/// <summary>A container as somebody asks for it.</summary>
internal sealed record RunRequest
{
    /// <summary>The image's name; null when <see cref="RootFolder"/> stands in its place.</summary>
    public string? Image { get; init; }

    /// <summary>A folder that is the root file system. It is left as it is: what the container writes goes to a layer of its own.</summary>
    public string? RootFolder { get; init; }
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Null for a name at random.</summary>
    public string? Name { get; init; }
    public string? HostName { get; init; }
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>In the order of their interfaces; or one alone that is none: see <see cref="NetworkMode"/>.</summary>
    public IReadOnlyList<NetworkUse> Networks { get; init; } = [new() { Network = DefaultNetwork.Name }];

    /// <summary>What the container's resolv.conf is to say.</summary>
    public CniDns Dns { get; init; } = new();

    /// <summary>Lines of /etc/hosts beyond its own: an address and a name.</summary>
    public IReadOnlyList<string> MoreHosts { get; init; } = [];

    /// <summary>NAME=value each.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];
    public string WorkingFolder { get; init; } = "/";

    /// <summary>Capabilities beyond those that every container has, by the kernel's names.</summary>
    public IReadOnlyList<string> MoreCapabilities { get; init; } = [];
    public bool Remove { get; init; }
}
