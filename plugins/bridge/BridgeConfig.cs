using System.Net.NetworkInformation;
using Cni;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Bridge;

/// <summary>What a bridge network may say; README.md beside this file has the table.</summary>
internal sealed record BridgeConfig : PluginConfig
{
    static readonly string[] s_notYet = ["vlan", "vlanTrunk", "macspoofchk"];

    readonly string _mac;
    readonly IReadOnlyList<string> _unsupported;

    public BridgeConfig(ConfigObject json) : base(json)
    {
        Bridge = json.String("bridge") is { Length: > 0 } name ? name : "cni0";
        IsDefaultGateway = json.Bool("isDefaultGateway");
        IsGateway = json.Bool("isGateway") || IsDefaultGateway;
        ForceAddress = json.Bool("forceAddress");
        HairpinMode = json.Bool("hairpinMode");
        PromiscMode = json.Bool("promiscMode");
        PortIsolation = json.Bool("portIsolation");
        EnableDad = json.Bool("enabledad");
        DisableContainerInterface = json.Bool("disableContainerInterface");
        Mtu = json.FindUInt("mtu") is { } mtu and > 0 ? mtu : null;
        _mac = RuntimeConfig.String("mac") is { Length: > 0 } asked ? asked : Args.String("mac");
        MasqueradeBackend = json.String("ipMasqBackend");
        _unsupported = [.. s_notYet.Where(key => IsUsed(json, key))];
    }

    public string Bridge { get; }
    public bool IsGateway { get; }
    public bool IsDefaultGateway { get; }
    public bool ForceAddress { get; }
    public bool HairpinMode { get; }
    public bool PromiscMode { get; }
    public bool PortIsolation { get; }
    public bool EnableDad { get; }
    public bool DisableContainerInterface { get; }
    public string MasqueradeBackend { get; }

    /// <summary>In bytes. Null leaves it to the kernel.</summary>
    public uint? Mtu { get; }

    /// <summary>Layer 2 only: nobody gives out addresses.</summary>
    public bool HasAddresses => Ipam is { Type: not "" };

    /// <summary>The container's MAC address: asked for by capability or args first, else by CNI_ARGS.</summary>
    public PhysicalAddress? Mac(CniArgs args)
    {
        string text = _mac != "" ? _mac : args["MAC"] ?? "";
        return text == "" ? null : MacText.Parse(text)
            ?? throw new CniError(CniErrorCode.InvalidConfig, $"the MAC address {text} is not six bytes such as 02:42:0a:01:00:05");
    }

    protected override IEnumerable<string> OwnProblems()
    {
        if (!LinkName.IsValid(Bridge))
            yield return $"bridge is \"{Bridge}\", not a name that a link can have (1 to 15 bytes, no slash, colon or space)";
        if (HairpinMode && PromiscMode)
            yield return "cannot set hairpin mode and promiscuous mode at the same time";
        if (DisableContainerInterface && HasAddresses)
            yield return "cannot use IPAM when DisableContainerInterface flag is set";
        if (Masquerading.Problem(MasqueradeBackend) is { } unknown)
            yield return unknown;
        foreach (string key in _unsupported)
            yield return $"{key} is set, which this version of bridge does not have";
    }

    // Taken for unset, as the reference plugin has it: false, 0 and an empty list.
    static bool IsUsed(ConfigObject json, string key) => json.Find(key) is { } value && value.GetRawText() is not ("false" or "0" or "[]");
}
