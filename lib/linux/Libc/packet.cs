using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const ushort ETH_P_IP = 0x0800;
    public const int IPPROTO_UDP = 17;

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
