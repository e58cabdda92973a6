using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>A link on top of another (its <see cref="LinkSpec.Parent"/>), with that one's MAC address and IP addresses of its own.</summary>
public sealed record IpvlanLink(string Name) : LinkSpec(Name)
{
    public override string Kind => "ipvlan";
    public IpvlanMode Mode { get; init; } = IpvlanMode.L2;

    private protected override void WriteData(MessageWriter to) => to.Put(IFLA_IPVLAN.MODE, BitConverter.GetBytes((ushort)Mode));
}

/// <summary>Where an ipvlan's packets are routed (IPVLAN_MODE_*): in its own namespace, or in its parent's; l3s passes that one's firewall too.</summary>
public enum IpvlanMode : ushort { L2 = 0, L3 = 1, L3s = 2 }
