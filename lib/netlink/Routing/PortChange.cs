using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Settings of a port of a bridge, as <c>bridge link set</c> sends them.</summary>
/// <param name="Self">The link itself is told.</param>
/// <param name="Master">Its bridge is told, as when neither is said.</param>
public sealed record PortChange(Link Port, IReadOnlyList<OptionValue> Values, bool Self = false, bool Master = false) : RouteObject
{
    internal override ushort AddMessage => RTM.SETLINK;
    internal override ushort DeleteMessage => RTM.SETLINK;
    internal override MessageFlags AddFlags => MessageFlags.None;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new IfInfoMsg { Family = (byte)Family.Bridge, Index = Port.Index });
        using (to.Nest(IFLA.PROTINFO))
            foreach (var value in Values)
                to.Put(value.Option.Attribute, value.Bytes.Span, value.Option.AttributeName);
        if (!Self && !Master) return;
        using (to.Nest(IFLA.AF_SPEC))
            to.Put(IFLA_BRIDGE.FLAGS, BitConverter.GetBytes((ushort)((Self ? BRIDGE_FLAGS.SELF : 0) | (Master ? BRIDGE_FLAGS.MASTER : 0))));
    }

    public override string ToString() => $"port {Port}";
}
