namespace Netlink.Routing;

/// <summary>No queue at all, but a place for filters where packets come in by a link: what clsact is besides, and older.</summary>
public sealed record IngressQdisc(Link Link) : Qdisc(Link)
{
    public override string Kind => "ingress";
    public override uint Handle => TC_H.CLSACT & 0xffff0000;
    private protected override uint Parent => TC_H.CLSACT;

    public override string ToString() => base.ToString();
}
