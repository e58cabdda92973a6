using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Packets.Pcapng;

/// <summary>
/// Writes packets as pcapng files hold them (the IETF's draft-ietf-opsawg-pcapng), in this machine's byte order: which interface each came by,
/// when to the nanosecond, whether in or out, and at the end what was dropped.
/// </summary>
public sealed class PcapngWriter
{
    const uint SectionHeader = 0x0a0d0d0a, InterfaceDescription = 1, InterfaceStatistics = 5, EnhancedPacket = 6;
    const uint ByteOrderMagic = 0x1a2b3c4d;

    readonly IBufferWriter<byte> _to;
    int _interfaces;

    /// <param name="application">The program's name, for the file to tell.</param>
    public PcapngWriter(IBufferWriter<byte> to, string application)
    {
        _to = to;
        var block = new Block();
        block.Put(ByteOrderMagic);
        block.Put((ushort)1);
        block.Put((ushort)0);
        block.Put(ulong.MaxValue);   // its length is not known before its end
        block.Option(4, application);
        block.EndOptions();
        block.WriteTo(to, SectionHeader);
    }

    /// <summary>Tells of an interface; the number returned is for its packets.</summary>
    public int AddInterface(string name, LinkType type, int snapLength)
    {
        var block = new Block();
        block.Put((ushort)type);
        block.Put((ushort)0);
        block.Put((uint)snapLength);
        block.Option(2, name);
        block.Option(9, [9]);   // time is in units of 10^-9 s
        block.EndOptions();
        block.WriteTo(_to, InterfaceDescription);
        return _interfaces++;
    }

    /// <param name="captured">As much of the packet as was captured.</param>
    /// <param name="length">How long it was.</param>
    public void Write(int of, PacketTime time, ReadOnlySpan<byte> captured, int length, PacketDirection direction)
    {
        const int Head = 28, Tail = 4, Flags = 12;   // the flags with their header and the end of the options
        int padded = (captured.Length + 3) & ~3, size = Head + padded + Flags + Tail;
        var to = _to.GetSpan(size)[..size];
        BinaryPrimitives.WriteUInt32LittleEndian(to, EnhancedPacket);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], size);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], of);
        BinaryPrimitives.WriteUInt32LittleEndian(to[12..], (uint)(time.Nanoseconds >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(to[16..], (uint)time.Nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(to[20..], captured.Length);
        BinaryPrimitives.WriteInt32LittleEndian(to[24..], length);
        captured.CopyTo(to[Head..]);
        to[(Head + captured.Length)..(Head + padded)].Clear();
        var options = to[(Head + padded)..];
        BinaryPrimitives.WriteUInt32LittleEndian(options, 4 << 16 | 2);   // epb_flags, of four bytes
        BinaryPrimitives.WriteUInt32LittleEndian(options[4..], (uint)direction);
        BinaryPrimitives.WriteUInt32LittleEndian(options[8..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(options[12..], size);
        _to.Advance(size);
    }

    /// <summary>What became of an interface's packets, at the end of a capture.</summary>
    public void WriteStatistics(int of, PacketTime start, PacketTime end, ulong received, ulong? dropped)
    {
        var block = new Block();
        block.Put((uint)of);
        block.PutTime(end);
        block.TimeOption(2, start);
        block.TimeOption(3, end);
        block.Option(4, BitConverter.GetBytes(received));
        if (dropped is { } lost) block.Option(5, BitConverter.GetBytes(lost));
        block.EndOptions();
        block.WriteTo(_to, InterfaceStatistics);
    }

    /// <summary>A block in the making: its length stands before and after what it holds.</summary>
    sealed class Block
    {
        readonly ArrayBufferWriter<byte> _content = new();

        public void Put(ushort value) => Put(BitConverter.GetBytes(value));
        public void Put(uint value) => Put(BitConverter.GetBytes(value));
        public void Put(ulong value) => Put(BitConverter.GetBytes(value));

        public void PutTime(PacketTime time)
        {
            Put((uint)(time.Nanoseconds >> 32));
            Put((uint)time.Nanoseconds);
        }

        public void TimeOption(ushort code, PacketTime time)
        {
            Put(code);
            Put((ushort)8);
            PutTime(time);
        }

        public void Option(ushort code, string text) => Option(code, Encoding.UTF8.GetBytes(text));

        public void Option(ushort code, byte[] value)
        {
            Put(code);
            Put((ushort)value.Length);
            Put(value);
            Put(new byte[-value.Length & 3]);
        }

        public void EndOptions() => Put(0u);

        public void WriteTo(IBufferWriter<byte> to, uint type)
        {
            uint size = (uint)_content.WrittenCount + 12;
            to.Write(BitConverter.GetBytes(type));
            to.Write(BitConverter.GetBytes(size));
            to.Write(_content.WrittenSpan);
            to.Write(BitConverter.GetBytes(size));
        }

        void Put(byte[] bytes) => _content.Write(bytes);
    }
}
