using Cni;

namespace Plugins.Shared;

/// <summary>What a network may say whose attachments are one link each, in the container.</summary>
internal record ContainerLinkConfig : PluginConfig
{
    public ContainerLinkConfig(ConfigObject json) : base(json) => Mtu = json.Int("mtu");

    /// <summary>In bytes. 0 leaves it to the kernel.</summary>
    public int Mtu { get; }

    /// <summary>The same for the kernel: null leaves it to it.</summary>
    public uint? MtuAskedFor => Mtu > 0 ? (uint)Mtu : null;

    /// <summary>Somebody gives out addresses; else the network is layer 2 only.</summary>
    public bool HasAddresses => Ipam is { Type: not "" };
}
