using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Which links to list, and how much of them. What is null is not asked for.</summary>
public readonly record struct LinkQuery
{
    /// <summary>Those in this bridge or VRF, by its number.</summary>
    public int? Master { get; init; }

    /// <summary>Those of this kind, such as veth.</summary>
    public string? Kind { get; init; }

    /// <summary>With their counters, which cost the kernel most of the time that a list takes.</summary>
    public bool Statistics { get; init; }

    /// <summary>With all else that is known of them.</summary>
    public bool Details { get; init; }

    internal void WriteTo(MessageWriter to)
    {
        to.Body(default(IfInfoMsg));
        if (!Statistics) to.Put(IFLA.EXT_MASK, RTEXT_FILTER.SKIP_STATS);
        if (Master is { } master) to.Put(IFLA.MASTER, master);
        if (Kind is null) return;
        using (to.Nest(IFLA.LINKINFO))
            to.Put(IFLA_INFO.KIND, Kind);
    }
}
