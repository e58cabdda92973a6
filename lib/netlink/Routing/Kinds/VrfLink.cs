using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>A routing domain: what comes in and goes out by the links that are its members is routed by its own table.</summary>
public sealed record VrfLink(string Name, uint Table) : LinkSpec(Name)
{
    public override string Kind => "vrf";

    private protected override void WriteData(MessageWriter to) => to.Put(IFLA_VRF.TABLE, Table);
}
