using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const ushort ETH_P_IP = 0x0800, ETH_P_ALL = 3, ETH_P_8021Q = 0x8100;
    public const int IPPROTO_UDP = 17;
    public const ushort ARPHRD_ETHER = 1, ARPHRD_LOOPBACK = 772;
    public const byte PACKET_BROADCAST = 1, PACKET_MULTICAST = 2, PACKET_OTHERHOST = 3, PACKET_OUTGOING = 4;

    // Options of packet sockets: the ring that the kernel writes packets into, in blocks (version 3).
    public const int SOL_PACKET = 263, PACKET_ADD_MEMBERSHIP = 1, PACKET_RX_RING = 5, PACKET_STATISTICS = 6, PACKET_VERSION = 10, PACKET_RESERVE = 12;
    public const int TPACKET_V3 = 2, PACKET_MR_PROMISC = 1;
    public const uint TP_STATUS_KERNEL = 0, TP_STATUS_USER = 1, TP_STATUS_VLAN_VALID = 0x10, TP_STATUS_VLAN_TPID_VALID = 0x40;

    public struct tpacket_req3
    {
        public uint tp_block_size, tp_block_nr, tp_frame_size, tp_frame_nr, tp_retire_blk_tov, tp_sizeof_priv, tp_feature_req_word;
    }

    /// <summary>Before each packet of a block.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 48)]
    public struct tpacket3_hdr
    {
        public uint tp_next_offset, tp_sec, tp_nsec, tp_snaplen, tp_len, tp_status;
        public ushort tp_mac, tp_net;
        public tpacket_hdr_variant1 hv1;
    }

    [StructLayout(LayoutKind.Sequential, Size = 12)]
    public struct tpacket_hdr_variant1
    {
        public uint tp_rxhash, tp_vlan_tci;
        public ushort tp_vlan_tpid;
    }

    /// <summary>At the start of each block.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 48)]
    public struct tpacket_block_desc
    {
        [FieldOffset(8)] public tpacket_hdr_v1 hdr;
    }

    [StructLayout(LayoutKind.Sequential, Size = 40)]
    public struct tpacket_hdr_v1
    {
        public uint block_status, num_pkts, offset_to_first_pkt, blk_len;
    }

    public struct tpacket_stats_v3
    {
        public uint tp_packets, tp_drops, tp_freeze_q_cnt;
    }

    public struct packet_mreq
    {
        public int mr_ifindex;
        public ushort mr_type, mr_alen;
        public HardwareAddress mr_address;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(FileDescriptor fd, int level, int option, in tpacket_req3 value, int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(FileDescriptor fd, int level, int option, in packet_mreq value, int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(FileDescriptor fd, int level, int option, out tpacket_stats_v3 value, ref int size);

    /// <summary>The address of a packet socket, packet(7); the protocol in network byte order.</summary>
    public struct sockaddr_ll
    {
        public ushort sll_family, sll_protocol;
        public int sll_ifindex;
        public ushort sll_hatype;
        public byte sll_pkttype, sll_halen;
        public HardwareAddress sll_addr;
    }

    // A filter's instructions: what to load, from where; how to compare; what to answer.
    public const ushort BPF_LD = 0x00, BPF_LDX = 0x01, BPF_JMP = 0x05, BPF_RET = 0x06;
    public const ushort BPF_H = 0x08, BPF_B = 0x10, BPF_ABS = 0x20, BPF_IND = 0x40, BPF_MSH = 0xa0;
    public const ushort BPF_JEQ = 0x10, BPF_JSET = 0x40, BPF_K = 0x00;
    public const int SKF_AD_OFF = -0x1000, SKF_AD_HATYPE = 28;

    public struct sock_filter
    {
        public ushort code;
        public byte jt, jf;
        public uint k;
    }

    public struct sock_fprog
    {
        public ushort len;
        public nint filter;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(FileDescriptor fd, int level, int option, in sock_fprog value, int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(FileDescriptor fd, in sockaddr_ll address, int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint sendto(FileDescriptor fd, ReadOnlySpan<byte> data, nint size, int flags, in sockaddr_ll address, int addressSize);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvfrom(FileDescriptor fd, Span<byte> data, nint size, int flags, out sockaddr_ll address, ref int addressSize);
}

/// <summary>Room for the hardware address of any kind of link; an Ethernet one takes six bytes of it.</summary>
[InlineArray(8)]
internal struct HardwareAddress
{
    byte _first;
}
