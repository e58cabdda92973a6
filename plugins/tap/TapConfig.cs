using System.Net.NetworkInformation;
using Cni;
using Plugins.Shared;

namespace Plugins.Tap;

/// <summary>What a tap network may say; README.md beside this file has the table.</summary>
internal sealed record TapConfig : ContainerLinkConfig
{
    readonly RequestedMac _mac;

    public TapConfig(ConfigObject json) : base(json)
    {
        MultiQueue = json.Bool("multiQueue");
        Owner = json.FindUInt("owner");
        Group = json.FindUInt("group");
        SelinuxContext = json.String("selinuxContext");
        Bridge = json.String("bridge");
        _mac = new(RuntimeConfig, Args, json.String("mac"));
    }

    /// <summary>Several threads of the program may each have a queue.</summary>
    public bool MultiQueue { get; }

    /// <summary>The user and the group that may open it; null leaves it to root.</summary>
    public uint? Owner { get; }

    /// <inheritdoc cref="Owner"/>
    public uint? Group { get; }

    /// <summary>Whose it is to SELinux; "" leaves it to the policy.</summary>
    public string SelinuxContext { get; }

    /// <summary>A bridge in the container to join; "" for none.</summary>
    public string Bridge { get; }

    public PhysicalAddress? Mac(CniArgs args) => _mac.By(args);

    protected override IEnumerable<string> OwnProblems()
    {
        if (Mtu < 0)
            yield return $"invalid MTU {Mtu}, must be 0 or more";
    }
}
