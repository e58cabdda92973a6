using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Something that rtnetlink adds and deletes. Its ToString is what iproute2 would be told.</summary>
public abstract record RouteObject
{
    internal abstract ushort AddMessage { get; }
    internal abstract ushort DeleteMessage { get; }
    internal virtual MessageFlags AddFlags => MessageFlags.Create | MessageFlags.Exclusive;

    internal abstract void WriteTo(MessageWriter to);
}
