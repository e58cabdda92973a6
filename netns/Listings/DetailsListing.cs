using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Listings;

/// <summary>What <c>ip -d</c> shows of a link besides: limits, the settings of its kind and as a port, queues.</summary>
internal static class DetailsListing
{
    public static void Put(Listing to, LinkListing links, Link link, bool withQueues)
    {
        if (link.Details is not { } details) return;
        to.Put("promiscuity", link.Promiscuity, $" promiscuity {link.Promiscuity} ");
        to.Put("allmulti", details.AllMulticasts, $" allmulti {details.AllMulticasts} ");
        to.Put("min_mtu", details.MinMtu, $"minmtu {details.MinMtu} ");
        to.Put("max_mtu", details.MaxMtu, $"maxmtu {details.MaxMtu} ");
        if (link.Kind != "" || link.PortKind != "")
            using (to.Object("linkinfo"))
            {
                PutKind(to, links, link, details);
                PutPortKind(to, link, details);
            }
        if (withQueues && details.AddressGeneration is { } mode) to.Put("inet6_addr_gen_mode", s_modes[mode], $"addrgenmode {s_modes[mode]} ");
        PutQueues(to, details);
    }

    static readonly string[] s_modes = ["eui64", "none", "stable_secret", "random"];

    static void PutKind(Listing to, LinkListing links, Link link, LinkDetails details)
    {
        if (link.Kind == "") return;
        to.Put("info_kind", link.Kind, $"\n    {link.Kind} ");
        if (!details.HasKindData || !(link.Kind is "vxlan" or "vlan" || OptionsOf(link.Kind) is not null)) return;
        using var data = to.Object("info_data");
        switch (link.Kind)
        {
            case "vxlan": VxlanListing.Put(to, links, details); break;
            case "vlan": VlanListing.Put(to, details); break;
            case "tun": TunListing.Put(to, details); break;
            case "ipvlan" or "ipvtap": PutIpvlan(to, details); break;
            default: OptionListing.Put(to, OptionsOf(link.Kind)!, details.Find); break;
        }
    }

    static IReadOnlyList<LinkOption>? OptionsOf(string kind) => kind switch
    {
        "bridge" => BridgeOptions.All,
        "macvlan" or "macvtap" => MacvlanOptions.All,
        "ipvlan" or "ipvtap" => IpvlanOptions.All,
        "vrf" => VrfOptions.All,
        "tun" => TunOptions.All,
        _ => null,
    };

    // The flag stands alone: mode l3 private. In JSON it is a key that is true.
    static void PutIpvlan(Listing to, LinkDetails details)
    {
        var (mode, flag) = (IpvlanOptions.All[0], IpvlanOptions.All[1]);
        if (details.Find(mode) is { } chosen) to.Put(mode.Key, chosen.Choice, $" mode {chosen.Choice} ");
        if (details.Find(flag) is { } set) to.Put(set.Choice, true, $"{set.Choice} ");
    }

    static void PutPortKind(Listing to, Link link, LinkDetails details)
    {
        if (link.PortKind == "") return;
        to.Put("info_slave_kind", link.PortKind, $"\n    {link.PortKind}_slave ");
        var options = link.PortKind switch { "bridge" => BridgePortOptions.All, "vrf" => VrfPortOptions.All, _ => null };
        if (options is null) return;
        using var data = to.Object("info_slave_data");
        OptionListing.Put(to, options, details.FindOfPort);
    }

    static void PutQueues(Listing to, LinkDetails details)
    {
        Put(to, "num_tx_queues", "numtxqueues", details.TxQueues);
        Put(to, "num_rx_queues", "numrxqueues", details.RxQueues);
        Put(to, "gso_max_size", "gso_max_size", details.GsoMaxSize);
        Put(to, "gso_max_segs", "gso_max_segs", details.GsoMaxSegments);
        Put(to, "tso_max_size", "tso_max_size", details.TsoMaxSize);
        Put(to, "tso_max_segs", "tso_max_segs", details.TsoMaxSegments);
        Put(to, "gro_max_size", "gro_max_size", details.GroMaxSize);
        if (details.ParentBus != "") to.Put("parentbus", details.ParentBus, $"parentbus {details.ParentBus} ");
        if (details.ParentDevice != "") to.Put("parentdev", details.ParentDevice, $"parentdev {details.ParentDevice} ");
    }

    static void Put(Listing to, string key, string word, uint? value)
    {
        if (value is { } number) to.Put(key, number, $"{word} {number} ");
    }
}
