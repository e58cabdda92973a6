using Cni;
using Plugins.Shared;

namespace Plugins.Vlan;

/// <summary>What a vlan network may say; README.md beside this file has the table.</summary>
internal sealed record VlanConfig : ChildConfig
{
    const int Highest = 4094;   // of 12 bits, 4095 is reserved

    readonly int _id;

    public VlanConfig(ConfigObject json) : base(json) => _id = json.Int("vlanId");

    /// <summary>The number in the tag.</summary>
    public ushort Id => (ushort)_id;

    protected override IEnumerable<string> OwnProblems()
    {
        if (Master == "")
            yield return "\"master\" field is required. It specifies the host interface name to create the VLAN for";
        if (_id is < 0 or > Highest)
            yield return $"invalid VLAN ID {_id} (must be between 0 and {Highest})";
        if (!HasAddresses)
            yield return "failed to execute IPAM delegate: no plugin name provided: ipam.type is missing, and vlan is nothing without addresses";
    }
}
