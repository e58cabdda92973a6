using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A queueing discipline: what becomes of a link's packets before they leave. Each kind adds its own part.</summary>
public abstract record Qdisc(Link Link) : RouteObject
{
    /// <summary>The kernel's word for the kind, as in <c>tc qdisc add ... KIND</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What its classes and filters call it; the upper half counts, <c>1:</c> is 0x10000.</summary>
    public abstract uint Handle { get; }

    private protected abstract uint Parent { get; }

    internal sealed override ushort AddMessage => RTM.NEWQDISC;
    internal sealed override ushort DeleteMessage => RTM.DELQDISC;

    internal sealed override void WriteTo(MessageWriter to)
    {
        to.Body(new TcMsg { Index = Link.Index, Handle = Handle, Parent = Parent });
        to.Put(TCA.KIND, Kind);
        using (to.Nest(TCA.OPTIONS))
            WriteOptions(to);
    }

    private protected virtual void WriteOptions(MessageWriter to) { }

    public override string ToString() => $"qdisc dev {Link} {Kind}";
}
