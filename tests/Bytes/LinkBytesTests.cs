using Netlink.Routing;
using Netlink.Routing.Kinds;
using Netlink.Wire;
using Xunit;

namespace Tests.Bytes;

public class LinkBytesTests
{
    // As iproute2 writes it, but for the nested bit that only we set and the zero that ends the kind.
    [Fact]
    public void A_veth() => Check(new VethLink("v0", new("e0")), """
        00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00          ifinfomsg
        07 00 03 00  76 30 00 00                                    IFLA_IFNAME v0
        30 00 12 80                                                 IFLA_LINKINFO
          09 00 01 00  76 65 74 68 00 00 00 00                        IFLA_INFO_KIND veth
          20 00 02 80                                                 IFLA_INFO_DATA
            1c 00 01 80                                                 VETH_INFO_PEER
              00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00        ifinfomsg
              07 00 03 00  65 30 00 00                                  IFLA_IFNAME e0
        """);

    [Fact]
    public void A_bridge_with_vlans() => Check(new BridgeLink("br0") { VlanFiltering = true, DefaultPvid = 0, Up = true }, """
        00 00 00 00  00 00 00 00  01 00 00 00  01 00 00 00          ifinfomsg, IFF_UP and that it is meant
        08 00 03 00  62 72 30 00                                    IFLA_IFNAME br0
        24 00 12 80                                                 IFLA_LINKINFO
          0b 00 01 00  62 72 69 64 67 65 00 00                        IFLA_INFO_KIND bridge
          14 00 02 80                                                 IFLA_INFO_DATA
            05 00 07 00  01 00 00 00                                    IFLA_BR_VLAN_FILTERING
            06 00 27 00  00 00 00 00                                    IFLA_BR_VLAN_DEFAULT_PVID none
        """);

    [Fact]
    public void A_macvlan() => Check(new MacvlanLink("m") { Parent = 5, Mode = MacvlanMode.Passthru }, """
        00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00          ifinfomsg
        06 00 03 00  6d 00 00 00                                    IFLA_IFNAME m
        08 00 05 00  05 00 00 00                                    IFLA_LINK 5
        1c 00 12 80                                                 IFLA_LINKINFO
          0c 00 01 00  6d 61 63 76 6c 61 6e 00                        IFLA_INFO_KIND macvlan
          0c 00 02 80                                                 IFLA_INFO_DATA
            08 00 01 00  08 00 00 00                                    IFLA_MACVLAN_MODE passthru
        """);

    [Fact]
    public void An_ipvlan() => Check(new IpvlanLink("i") { Parent = 5, Mode = IpvlanMode.L3s, Mtu = 1400 }, """
        00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00          ifinfomsg
        06 00 03 00  69 00 00 00                                    IFLA_IFNAME i
        08 00 04 00  78 05 00 00                                    IFLA_MTU 1400
        08 00 05 00  05 00 00 00                                    IFLA_LINK 5
        1c 00 12 80                                                 IFLA_LINKINFO
          0b 00 01 00  69 70 76 6c 61 6e 00 00                        IFLA_INFO_KIND ipvlan
          0c 00 02 80                                                 IFLA_INFO_DATA
            06 00 01 00  02 00 00 00                                    IFLA_IPVLAN_MODE l3s
        """);

    [Fact]
    public void A_vlan() => Check(new VlanLink("v", 4094) { Parent = 5 }, """
        00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00          ifinfomsg
        06 00 03 00  76 00 00 00                                    IFLA_IFNAME v
        08 00 05 00  05 00 00 00                                    IFLA_LINK 5
        1c 00 12 80                                                 IFLA_LINKINFO
          09 00 01 00  76 6c 61 6e 00 00 00 00                        IFLA_INFO_KIND vlan
          0c 00 02 80                                                 IFLA_INFO_DATA
            06 00 01 00  fe 0f 00 00                                    IFLA_VLAN_ID 4094
        """);

    [Fact]
    public void A_dummy() => Check(new DummyLink("d") { Mtu = 1400 }, """
        00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00          ifinfomsg
        06 00 03 00  64 00 00 00                                    IFLA_IFNAME d
        08 00 04 00  78 05 00 00                                    IFLA_MTU 1400
        14 00 12 80                                                 IFLA_LINKINFO
          0a 00 01 00  64 75 6d 6d 79 00 00 00                        IFLA_INFO_KIND dummy
          04 00 02 80                                                 IFLA_INFO_DATA
        """);

    [Fact]
    public void A_macvlan_with_all_that_it_can_have() => Check(new MacvlanLink("m")
    {
        Parent = 5, Mode = MacvlanMode.Private, BroadcastQueueLength = 4000, Mac = System.Net.NetworkInformation.PhysicalAddress.Parse("02:00:00:00:00:07"),
    }, """
        00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00          ifinfomsg
        06 00 03 00  6d 00 00 00                                    IFLA_IFNAME m
        0a 00 01 00  02 00 00 00 00 07 00 00                        IFLA_ADDRESS 02:00:00:00:00:07
        08 00 05 00  05 00 00 00                                    IFLA_LINK 5
        24 00 12 80                                                 IFLA_LINKINFO
          0c 00 01 00  6d 61 63 76 6c 61 6e 00                        IFLA_INFO_KIND macvlan
          14 00 02 80                                                 IFLA_INFO_DATA
            08 00 01 00  01 00 00 00                                    IFLA_MACVLAN_MODE private
            08 00 07 00  a0 0f 00 00                                    IFLA_MACVLAN_BC_QUEUE_LEN 4000
        """);

    static void Check(LinkSpec spec, string listing)
    {
        var message = new MessageWriter(new byte[4096], 0, MessageFlags.None, new AttributeTrail());
        spec.WriteTo(message);
        Golden.Check(message.Written[MessageHeader.Size..], listing);
    }
}
