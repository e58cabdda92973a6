using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>A link with a MAC of its own on top of another (its <see cref="LinkSpec.Parent"/>).</summary>
public sealed record MacvlanLink(string Name) : LinkSpec(Name)
{
    public override string Kind => "macvlan";
    public MacvlanMode Mode { get; init; } = MacvlanMode.Bridge;

    /// <summary>How many broadcast frames may wait, over all macvlans of the parent.</summary>
    public uint? BroadcastQueueLength { get; init; }

    private protected override void WriteData(MessageWriter to)
    {
        to.Put(IFLA_MACVLAN.MODE, (uint)Mode);
        if (BroadcastQueueLength is { } length) to.Put(IFLA_MACVLAN.BC_QUEUE_LEN, length);
    }
}

/// <summary>Whom a macvlan reaches (enum macvlan_mode).</summary>
public enum MacvlanMode : uint { Private = 1, Vepa = 2, Bridge = 4, Passthru = 8 }
