namespace Netlink.Routing.Kinds;

/// <summary>What can be set of a VXLAN. Each has a name of its own: ip(8) reads and shows them in as many ways.</summary>
public static class VxlanOptions
{
    public static readonly LinkOption
        Id = new("id", IFLA_VXLAN.ID, OptionForm.UInt32),
        Group = new("group", IFLA_VXLAN.GROUP, OptionForm.Address),
        Group6 = new("group6", IFLA_VXLAN.GROUP6, OptionForm.Address),
        Local = new("local", IFLA_VXLAN.LOCAL, OptionForm.Address),
        Local6 = new("local6", IFLA_VXLAN.LOCAL6, OptionForm.Address),
        Link = new("dev", IFLA_VXLAN.LINK, OptionForm.UInt32),
        PortRange = new("srcport", IFLA_VXLAN.PORT_RANGE, OptionForm.UInt32),
        Port = new("dstport", IFLA_VXLAN.PORT, OptionForm.BigEndian16),
        Learning = new("learning", IFLA_VXLAN.LEARNING, OptionForm.Flag8),
        Proxy = new("proxy", IFLA_VXLAN.PROXY, OptionForm.Flag8),
        Rsc = new("rsc", IFLA_VXLAN.RSC, OptionForm.Flag8),
        L2Miss = new("l2miss", IFLA_VXLAN.L2MISS, OptionForm.Flag8),
        L3Miss = new("l3miss", IFLA_VXLAN.L3MISS, OptionForm.Flag8),
        Tos = new("tos", IFLA_VXLAN.TOS, OptionForm.UInt8),
        Ttl = new("ttl", IFLA_VXLAN.TTL, OptionForm.UInt8),
        TtlInherit = new("ttl inherit", IFLA_VXLAN.TTL_INHERIT, OptionForm.Flag8),
        Df = new("df", IFLA_VXLAN.DF, OptionForm.Choice8) { Choices = [("unset", 0), ("set", 1), ("inherit", 2)] },
        Label = new("flowlabel", IFLA_VXLAN.LABEL, OptionForm.BigEndian32),
        Ageing = new("ageing", IFLA_VXLAN.AGEING, OptionForm.UInt32),
        Limit = new("maxaddress", IFLA_VXLAN.LIMIT, OptionForm.UInt32),
        UdpChecksum = new("udpcsum", IFLA_VXLAN.UDP_CSUM, OptionForm.Flag8) { Key = "udp_csum" },
        UdpZeroChecksum6Tx = new("udp6zerocsumtx", IFLA_VXLAN.UDP_ZERO_CSUM6_TX, OptionForm.Flag8) { Key = "udp_zero_csum6_tx" },
        UdpZeroChecksum6Rx = new("udp6zerocsumrx", IFLA_VXLAN.UDP_ZERO_CSUM6_RX, OptionForm.Flag8) { Key = "udp_zero_csum6_rx" },
        RemoteChecksumTx = new("remcsumtx", IFLA_VXLAN.REMCSUM_TX, OptionForm.Flag8) { Key = "remcsum_tx" },
        RemoteChecksumRx = new("remcsumrx", IFLA_VXLAN.REMCSUM_RX, OptionForm.Flag8) { Key = "remcsum_rx" },
        External = new("external", IFLA_VXLAN.COLLECT_METADATA, OptionForm.Flag8),
        Gbp = new("gbp", IFLA_VXLAN.GBP, OptionForm.Present),
        Gpe = new("gpe", IFLA_VXLAN.GPE, OptionForm.Present);
}
