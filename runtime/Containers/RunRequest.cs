using Cni;
using Hull.Network;
using Hull.Volumes;
using Linux;

namespace Hull.Containers;

/// <summary>A container as somebody asks for it.</summary>
internal sealed record RunRequest
{
    /// <summary>The image's name; null when <see cref="RootFolder"/> stands in its place.</summary>
    public string? Image { get; init; }

    /// <summary>A folder that is the root file system. It is left as it is: what the container writes goes to a layer of its own.</summary>
    public string? RootFolder { get; init; }

    /// <summary>In place of the image's; "" for none. Null leaves it as the image has it.</summary>
    public string? Entrypoint { get; init; }

    /// <summary>In place of the image's; none leaves it as the image has it.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Null for a name at random.</summary>
    public string? Name { get; init; }
    public string? HostName { get; init; }

    /// <summary>"" for none.</summary>
    public string DomainName { get; init; } = "";
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>Whether all ports that the container is said to serve are published, too, at any of the host's that are free.</summary>
    public bool PublishAll { get; init; }

    /// <summary>What it serves beyond what the image says: "80/tcp" each.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>In the order of their interfaces; or one alone that is none: see <see cref="NetworkMode"/>.</summary>
    public IReadOnlyList<NetworkUse> Networks { get; init; } = [new() { Network = DefaultNetwork.Name }];

    /// <summary>What the container's resolv.conf is to say.</summary>
    public CniDns Dns { get; init; } = new();

    /// <summary>Lines of /etc/hosts beyond its own: an address and a name.</summary>
    public IReadOnlyList<string> MoreHosts { get; init; } = [];

    /// <summary>NAME=value each.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Null leaves it as the image has it.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>USER[:GROUP]; null leaves it as the image has it.</summary>
    public string? User { get; init; }

    public IReadOnlyList<VolumeMount> Volumes { get; init; } = [];

    /// <summary>Whose volumes it is to have, too.</summary>
    public IReadOnlyList<VolumesFrom> VolumesFrom { get; init; } = [];

    /// <summary>Notes for those who read config.json.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];

    /// <summary>NAME=value each.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether it has a terminal; and how large it is at first, where that is known.</summary>
    public bool Terminal { get; init; }
    public TerminalSize? ConsoleSize { get; init; }

    /// <summary>Whether its command has a process 1 above it.</summary>
    public bool HasInit { get; init; }

    public LogAsked Log { get; init; } = new();
    public Rights Rights { get; init; } = new();
    public AskedLimits Limits { get; init; } = new();
    public Isolation Isolation { get; init; } = new();

    /// <summary>How its process is started, ended and started again.</summary>
    public LifeSettings Life { get; init; } = new();

    /// <summary>Null leaves it as the image has it.</summary>
    public string? StopSignal { get; init; }
    public bool Remove { get; init; }

    /// <summary>Whether somebody may write to it: else it reads nothing.</summary>
    public bool OpensInput { get; init; }
}
