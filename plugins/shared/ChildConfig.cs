using Cni;

namespace Plugins.Shared;

/// <summary>What a network may say whose containers' links are stacked upon another link, its master.</summary>
internal record ChildConfig : ContainerLinkConfig
{
    public ChildConfig(ConfigObject json) : base(json)
    {
        Master = json.String("master");
        LinkInContainer = json.Bool("linkInContainer");
    }

    /// <summary>The master's name; "" for the link that the default route goes by.</summary>
    public string Master { get; }

    /// <summary>The master is in the container, not on the host.</summary>
    public bool LinkInContainer { get; }
}
