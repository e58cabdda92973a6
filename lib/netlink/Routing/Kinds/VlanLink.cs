using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>The frames of another link (its <see cref="LinkSpec.Parent"/>) that bear one VLAN's tag (802.1Q).</summary>
public sealed record VlanLink(string Name, ushort Id) : LinkSpec(Name)
{
    public override string Kind => "vlan";

    private protected override void WriteData(MessageWriter to) => to.Put(IFLA_VLAN.ID, BitConverter.GetBytes(Id));
}
