using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// All packets of one link or of all links of a namespace, which the kernel writes into memory shared with it, many to a block (packet(7), TPACKET_V3): none is
/// copied, and there is one system call for a block, not for a packet.
/// </summary>
public sealed unsafe class PacketRing : IDisposable
{
    const int BlockSize = 256 << 10, FrameSize = 2048;   // a frame's size is of no consequence in version 3, but has to be told
    const int RetireMilliseconds = 40;                   // a block that is not full by then is handed over as it is
    const int TagSize = 4, AddressesSize = 12;

    readonly byte* _ring;
    readonly int _blocks;
    int _block, _left;                                   // the block at hand, and how many of its packets are not taken
    Libc.tpacket3_hdr* _next;
    ulong _received, _dropped;

    PacketRing(FileDescriptor descriptor, byte* ring, int blocks)
    {
        Descriptor = descriptor;
        _ring = ring;
        _blocks = blocks;
    }

    /// <summary>Readable, for poll(2), when packets are there.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>How long a packet may lie in a block before it is handed over.</summary>
    public static TimeSpan Latency => TimeSpan.FromMilliseconds(RetireMilliseconds);

    /// <summary>Opens a ring in the calling thread's namespace, which hears nothing before its filter is there.</summary>
    /// <param name="link">The link's number; 0 for all.</param>
    /// <param name="filter">Which packets are wanted, and how much of each.</param>
    /// <param name="size">How many bytes the kernel may fill before they are taken.</param>
    /// <param name="promiscuous">Whether the link is to take in what is not for it, too.</param>
    public static PacketRing Open(int link, IReadOnlyList<BpfInstruction> filter, int size = 32 << 20, bool promiscuous = false)
    {
        const string doing = "open a packet socket";
        var socket = new FileDescriptor(Check(Libc.socket(Libc.AF_PACKET, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK, 0), doing));
        try
        {
            Attach(socket, filter);
            int blocks = Math.Max(size / BlockSize, 2);
            byte* ring = Map(socket, blocks);
            var name = new Libc.sockaddr_ll
            {
                sll_family = Libc.AF_PACKET, sll_protocol = BinaryPrimitives.ReverseEndianness(Libc.ETH_P_ALL), sll_ifindex = link,
            };
            Check(Libc.bind(socket, name, sizeof(Libc.sockaddr_ll)), "capture packets");
            if (promiscuous && link != 0)
                Check(Libc.setsockopt(socket, Libc.SOL_PACKET, Libc.PACKET_ADD_MEMBERSHIP,
                    new Libc.packet_mreq { mr_ifindex = link, mr_type = Libc.PACKET_MR_PROMISC }, sizeof(Libc.packet_mreq)), "make the link promiscuous");
            return new(socket, ring, blocks);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static void Attach(FileDescriptor socket, IReadOnlyList<BpfInstruction> program)
    {
        var instructions = new Libc.sock_filter[program.Count];
        for (int i = 0; i < instructions.Length; i++)
            instructions[i] = new() { code = program[i].Code, jt = program[i].JumpIf, jf = program[i].JumpIfNot, k = program[i].Value };
        fixed (Libc.sock_filter* first = instructions)
        {
            var filter = new Libc.sock_fprog { len = (ushort)instructions.Length, filter = (nint)first };
            Check(Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, filter, sizeof(Libc.sock_fprog)), "attach a packet filter");
        }
    }

    static byte* Map(FileDescriptor socket, int blocks)
    {
        const string doing = "make a ring for packets";
        Check(Libc.setsockopt(socket, Libc.SOL_PACKET, Libc.PACKET_VERSION, Libc.TPACKET_V3, sizeof(int)), doing);
        // Room before each packet for a VLAN tag, which the kernel takes out and we put back.
        Check(Libc.setsockopt(socket, Libc.SOL_PACKET, Libc.PACKET_RESERVE, TagSize, sizeof(int)), doing);
        var request = new Libc.tpacket_req3
        {
            tp_block_size = BlockSize, tp_block_nr = (uint)blocks, tp_frame_size = FrameSize, tp_frame_nr = (uint)(BlockSize / FrameSize * blocks),
            tp_retire_blk_tov = RetireMilliseconds,
        };
        Check(Libc.setsockopt(socket, Libc.SOL_PACKET, Libc.PACKET_RX_RING, request, sizeof(Libc.tpacket_req3)), doing);
        nint ring = Libc.mmap(0, (nuint)blocks * BlockSize, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, socket, 0);
        return ring != Libc.MAP_FAILED ? (byte*)ring : throw Last(doing);
    }

    /// <summary>The next packet; false when none is there yet. The one before is the kernel's again.</summary>
    public bool TryTake(out CapturedPacket packet)
    {
        if (_left == 0 && !TryTakeBlock())
        {
            packet = default;
            return false;
        }
        packet = Read(_next);
        _left--;
        _next = (Libc.tpacket3_hdr*)((byte*)_next + _next->tp_next_offset);
        return true;
    }

    /// <summary>Whether the packet taken last is the last of its block: a good moment to pass on what was made of them.</summary>
    public bool IsAtBlockEnd => _left == 0;

    // The block behind us goes back to the kernel with the next one's beginning, and no packet of it is looked at any more.
    bool TryTakeBlock()
    {
        if (_next != null)
        {
            Volatile.Write(ref Block->hdr.block_status, Libc.TP_STATUS_KERNEL);
            _block = (_block + 1) % _blocks;
            _next = null;
        }
        if ((Volatile.Read(ref Block->hdr.block_status) & Libc.TP_STATUS_USER) == 0)
            return false;
        _next = (Libc.tpacket3_hdr*)((byte*)Block + Block->hdr.offset_to_first_pkt);
        _left = (int)Block->hdr.num_pkts;
        return _left > 0 || TryTakeBlock();
    }

    Libc.tpacket_block_desc* Block => (Libc.tpacket_block_desc*)(_ring + (nint)_block * BlockSize);

    static CapturedPacket Read(Libc.tpacket3_hdr* header)
    {
        var from = (Libc.sockaddr_ll*)((byte*)header + sizeof(Libc.tpacket3_hdr));
        byte* start = (byte*)header + header->tp_mac;
        int captured = (int)header->tp_snaplen, length = (int)header->tp_len;
        if ((header->tp_status & Libc.TP_STATUS_VLAN_VALID) != 0 && captured >= AddressesSize)
        {
            start -= TagSize;
            Unsafe.CopyBlock(start, start + TagSize, AddressesSize);
            bool told = (header->tp_status & Libc.TP_STATUS_VLAN_TPID_VALID) != 0;
            BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(start + AddressesSize, 2), told ? header->hv1.tp_vlan_tpid : Libc.ETH_P_8021Q);
            BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(start + AddressesSize + 2, 2), (ushort)header->hv1.tp_vlan_tci);
            captured += TagSize;
            length += TagSize;
        }
        return new(new ReadOnlySpan<byte>(start, captured), length, header->tp_sec, header->tp_nsec, from->sll_ifindex, from->sll_hatype, (PacketPath)from->sll_pkttype);
    }

    /// <summary>How many packets passed the filter so far, and how many of those found no room in the ring.</summary>
    public (ulong Received, ulong Dropped) Count()
    {
        int size = sizeof(Libc.tpacket_stats_v3);
        Check(Libc.getsockopt(Descriptor, Libc.SOL_PACKET, Libc.PACKET_STATISTICS, out Libc.tpacket_stats_v3 since, ref size), "ask how many packets were dropped");
        _received += since.tp_packets;   // the kernel counts from zero after each question
        _dropped += since.tp_drops;
        return (_received, _dropped);
    }

    public void Dispose()
    {
        Libc.munmap((nint)_ring, (nuint)_blocks * BlockSize);
        Descriptor.Dispose();
    }
}
