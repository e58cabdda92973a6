using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>What a tun or tap is. These are not made by netlink but by opening a file, and are told of by it all the same.</summary>
public sealed record TunSettings
{
    /// <summary>It carries Ethernet frames; a tun carries packets.</summary>
    public bool IsTap { get; private set; }
    public bool MultiQueue { get; private set; }

    /// <summary>The user who may open it; null leaves it to root.</summary>
    public uint? Owner { get; private set; }

    /// <summary>The group that may open it; null for none.</summary>
    public uint? Group { get; private set; }

    internal static TunSettings Parse(AttributeReader data)
    {
        var settings = new TunSettings();
        foreach (var a in data)
            switch (a.Type)
            {
                case IFLA_TUN.TYPE: settings.IsTap = a.UInt8 == IFF.TAP; break;
                case IFLA_TUN.MULTI_QUEUE: settings.MultiQueue = a.UInt8 != 0; break;
                case IFLA_TUN.OWNER: settings.Owner = a.UInt32; break;
                case IFLA_TUN.GROUP: settings.Group = a.UInt32; break;
            }
        return settings;
    }
}
