using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// IPv4 packets, with all headers but the link's, past the kernel's own network stack (packet(7)): for a link that has no address yet. Nothing waits here.
/// </summary>
public sealed unsafe class PacketSocket : IDisposable
{
    const int LongestPacket = 65536;

    readonly int _link;
    readonly byte[] _buffer = new byte[2048];

    PacketSocket(FileDescriptor descriptor, int link) => (Descriptor, _link) = (descriptor, link);

    /// <summary>Readable, for poll(2), when a packet is there.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>Opens a socket on a link of the calling thread's namespace that hears only of UDP packets to one port.</summary>
    /// <param name="link">Its number.</param>
    /// <param name="port">In host byte order.</param>
    public static PacketSocket OpenForUdp(int link, ushort port)
    {
        const string doing = "open a packet socket";
        // Without a protocol it hears nothing, until the filter is there and bind names one.
        var socket = new FileDescriptor(Check(Libc.socket(Libc.AF_PACKET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK, 0), doing));
        try
        {
            Attach(socket, UdpTo(port), doing);
            var name = new Libc.sockaddr_ll { sll_family = Libc.AF_PACKET, sll_protocol = Protocol, sll_ifindex = link };
            Check(Libc.bind(socket, name, sizeof(Libc.sockaddr_ll)), doing);
            return new(socket, link);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static ushort Protocol => BinaryPrimitives.ReverseEndianness(Libc.ETH_P_IP);

    static void Attach(FileDescriptor socket, Libc.sock_filter[] filter, string doing)
    {
        fixed (Libc.sock_filter* first = filter)
        {
            var program = new Libc.sock_fprog { len = (ushort)filter.Length, filter = (nint)first };
            Check(Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, program, sizeof(Libc.sock_fprog)), doing);
        }
    }

    // The packet starts with its IPv4 header: byte 9 is the protocol, the low 13 bits at 6 the place of a fragment, the low half of byte 0 the header's length.
    static Libc.sock_filter[] UdpTo(ushort port) =>
    [
        Load(Libc.BPF_LD | Libc.BPF_B | Libc.BPF_ABS, 9),
        Jump(Libc.BPF_JEQ, Libc.IPPROTO_UDP, ifNot: 6),
        Load(Libc.BPF_LD | Libc.BPF_H | Libc.BPF_ABS, 6),
        new() { code = Libc.BPF_JMP | Libc.BPF_JSET | Libc.BPF_K, k = 0x1fff, jt = 4 },
        Load(Libc.BPF_LDX | Libc.BPF_B | Libc.BPF_MSH, 0),
        Load(Libc.BPF_LD | Libc.BPF_H | Libc.BPF_IND, 2),
        Jump(Libc.BPF_JEQ, port, ifNot: 1),
        Load(Libc.BPF_RET | Libc.BPF_K, LongestPacket),
        Load(Libc.BPF_RET | Libc.BPF_K, 0),
    ];

    static Libc.sock_filter Load(int code, uint k) => new() { code = (ushort)code, k = k };

    static Libc.sock_filter Jump(int condition, uint k, byte ifNot) => new() { code = (ushort)(Libc.BPF_JMP | condition | Libc.BPF_K), k = k, jf = ifNot };

    /// <summary>Sends a packet to a hardware address on the link.</summary>
    public void Send(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> to)
    {
        var name = new Libc.sockaddr_ll { sll_family = Libc.AF_PACKET, sll_protocol = Protocol, sll_ifindex = _link, sll_halen = (byte)to.Length };
        to.CopyTo(name.sll_addr);
        Check(Libc.sendto(Descriptor, packet, packet.Length, 0, name, sizeof(Libc.sockaddr_ll)), "send a packet");
    }

    /// <summary>The next packet, with the hardware address that it came from; false when there is none yet. It is good until the next call.</summary>
    public bool TryReceive(out ReadOnlySpan<byte> packet, out byte[] from)
    {
        int size = sizeof(Libc.sockaddr_ll);
        nint length = Libc.recvfrom(Descriptor, _buffer, _buffer.Length, 0, out var name, ref size);
        if (length < 0 && Last("receive a packet") is { Errno: not Errno.Again } failure)
            throw failure;
        packet = length < 0 ? default : _buffer.AsSpan(0, (int)length);
        from = length < 0 ? [] : ((ReadOnlySpan<byte>)name.sll_addr)[..Math.Min((int)name.sll_halen, 8)].ToArray();
        return length >= 0;
    }

    public void Dispose() => Descriptor.Dispose();
}
