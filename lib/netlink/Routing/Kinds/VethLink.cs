using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>A virtual cable. Both ends are made at once; either may be born in another namespace.</summary>
public sealed record VethLink(string Name, LinkEnd Peer) : LinkSpec(Name)
{
    public override string Kind => "veth";

    private protected override void WriteData(MessageWriter to)
    {
        using (to.Nest(VETH_INFO.PEER))
            Peer.WriteTo(to);
    }
}
