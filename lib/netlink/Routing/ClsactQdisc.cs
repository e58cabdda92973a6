namespace Netlink.Routing;

/// <summary>No queue at all, but two places for filters: where packets come in by a link, and where they leave (tc-bpf(8)).</summary>
public sealed record ClsactQdisc(Link Link) : Qdisc(Link)
{
    public override string Kind => "clsact";
    public override uint Handle => TC_H.CLSACT & 0xffff0000;
    private protected override uint Parent => TC_H.CLSACT;

    public override string ToString() => base.ToString();
}
