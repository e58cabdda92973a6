using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>
/// A queueing discipline by its place, at a link's root, at its ingress, or by its handle: one to be deleted, whatever it is, or one of a kind that is as it is when it is told nothing.
/// </summary>
public sealed record QdiscPlace(Link Link, uint Parent, uint Handle = 0, string Kind = "") : RouteObject
{
    internal override ushort AddMessage => RTM.NEWQDISC;
    internal override ushort DeleteMessage => RTM.DELQDISC;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new TcMsg { Index = Link.Index, Handle = Handle, Parent = Parent });
        if (Kind != "") to.Put(TCA.KIND, Kind);
    }

    public override string ToString() => $"qdisc dev {Link}{(Kind == "" ? "" : $" {Kind}")}";
}
