using System.Net.NetworkInformation;
using Cni;
using Plugins.Shared;

namespace Plugins.Bridge;

/// <summary>What a bridge network may say; README.md beside this file has the table.</summary>
internal sealed record BridgeConfig : PluginConfig
{
    readonly RequestedMac _mac;
    readonly int _vlan;
    readonly List<string> _trunkProblems = [];

    public BridgeConfig(ConfigObject json) : base(json)
    {
        Bridge = json.String("bridge") is { Length: > 0 } name ? name : "cni0";
        IsDefaultGateway = json.Bool("isDefaultGateway");
        IsGateway = json.Bool("isGateway") || IsDefaultGateway;
        ForceAddress = json.Bool("forceAddress");
        HairpinMode = json.Bool("hairpinMode");
        PromiscMode = json.Bool("promiscMode");
        PortIsolation = json.Bool("portIsolation");
        MacSpoofCheck = json.Bool("macspoofchk");
        EnableDad = json.Bool("enabledad");
        DisableContainerInterface = json.Bool("disableContainerInterface");
        Mtu = json.FindUInt("mtu") is { } mtu and > 0 ? mtu : null;
        MasqueradeBackend = json.String("ipMasqBackend");
        _mac = new(RuntimeConfig, Args);
        MacOfAddress = json.Bool("macOfAddress");
        _vlan = json.Int("vlan");
        Trunk = VlanTrunk.Read(json.Objects("vlanTrunk"), _trunkProblems);
        UsesVlans = _vlan != 0 || json.Objects("vlanTrunk").Count > 0;
        PreserveDefaultVlan = json.Bool("preserveDefaultVlan");
    }

    public string Bridge { get; }
    public bool IsGateway { get; }
    public bool IsDefaultGateway { get; }
    public bool ForceAddress { get; }
    public bool HairpinMode { get; }
    public bool PromiscMode { get; }
    public bool PortIsolation { get; }
    public bool MacSpoofCheck { get; }
    public bool EnableDad { get; }
    public bool DisableContainerInterface { get; }

    /// <summary>As the configuration has it: "" leaves the choice to <see cref="Masquerading"/>.</summary>
    public string MasqueradeBackend { get; }

    /// <summary>In bytes. Null leaves it to the kernel.</summary>
    public uint? Mtu { get; }

    /// <summary>The VLAN of the container's untagged frames; 0 for none of its own.</summary>
    public ushort Vlan => (ushort)_vlan;

    /// <summary>The VLANs whose tagged frames the container is sent too.</summary>
    public IReadOnlyList<ushort> Trunk { get; }

    /// <summary>The bridge is to look at tags.</summary>
    public bool UsesVlans { get; }

    /// <summary>The bridge's default VLAN stays on the container's port beside those asked for.</summary>
    public bool PreserveDefaultVlan { get; }

    /// <summary>The host is in the VLAN by a link of its own.</summary>
    public bool HasVlanGateway => IsGateway && _vlan is > 0 and <= VlanTrunk.Highest && LinkName.IsValid(VlanGateway.NameOf(this));

    /// <summary>Layer 2 only: nobody gives out addresses.</summary>
    public bool HasAddresses => Ipam is { Type: not "" };

    /// <summary>The container's MAC address: asked for by capability or args first, else by CNI_ARGS.</summary>
    public PhysicalAddress? Mac(CniArgs args) => _mac.By(args);

    /// <summary>Without one that is asked for, it is made of the container's IPv4 address: whoever has that address next has the MAC address that neighbours know, too.</summary>
    public bool MacOfAddress { get; }

    protected override IEnumerable<string> OwnProblems()
    {
        if (!LinkName.IsValid(Bridge))
            yield return $"bridge is \"{Bridge}\", not a name that a link can have (1 to 15 bytes, no slash, colon or space)";
        if (HairpinMode && PromiscMode)
            yield return "cannot set hairpin mode and promiscuous mode at the same time";
        if (DisableContainerInterface && HasAddresses)
            yield return "cannot use IPAM when DisableContainerInterface flag is set";
        if (_vlan is < 0 or > VlanTrunk.Highest)
            yield return $"invalid VLAN ID {_vlan} (must be between 0 and {VlanTrunk.Highest})";
        else if (IsGateway && _vlan != 0 && !LinkName.IsValid(VlanGateway.NameOf(this)))
            yield return $"the gateway of VLAN {_vlan} would be the link {VlanGateway.NameOf(this)}, whose name is over 15 bytes: give the bridge a shorter one";
        foreach (string problem in _trunkProblems)
            yield return problem;
        if (Masquerading.Problem(MasqueradeBackend) is { } backendProblem)
            yield return backendProblem;
    }
}
