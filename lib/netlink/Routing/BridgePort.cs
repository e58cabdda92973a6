using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A bridge port's flags (<c>bridge link set</c>). What is null stays as it is.</summary>
public sealed record BridgePort
{
    /// <summary>Frames may leave by the port they came in by, as a container that reaches its own published port needs.</summary>
    public bool? Hairpin { get; init; }

    /// <summary>Isolated ports reach only those that are not.</summary>
    public bool? Isolated { get; init; }
    public bool? Learning { get; init; }

    internal void WriteTo(MessageWriter to)
    {
        using (to.Nest(IFLA.LINKINFO))
        {
            to.Put(IFLA_INFO.SLAVE_KIND, "bridge");
            using (to.Nest(IFLA_INFO.SLAVE_DATA))
            {
                if (Hairpin is { } hairpin) to.Put(IFLA_BRPORT.MODE, hairpin);
                if (Isolated is { } isolated) to.Put(IFLA_BRPORT.ISOLATED, isolated);
                if (Learning is { } learning) to.Put(IFLA_BRPORT.LEARNING, learning);
            }
        }
    }

    internal static BridgePort Parse(AttributeReader attributes)
    {
        var port = new BridgePort();
        foreach (var a in attributes)
            port = a.Type switch
            {
                IFLA_BRPORT.MODE => port with { Hairpin = a.UInt8 != 0 },
                IFLA_BRPORT.ISOLATED => port with { Isolated = a.UInt8 != 0 },
                IFLA_BRPORT.LEARNING => port with { Learning = a.UInt8 != 0 },
                _ => port,
            };
        return port;
    }

    public override string ToString() => string.Join(' ', new[] { Flag("hairpin", Hairpin), Flag("isolated", Isolated), Flag("learning", Learning) }.OfType<string>());

    static string? Flag(string name, bool? value) => value is { } on ? $"{name} {(on ? "on" : "off")}" : null;
}
