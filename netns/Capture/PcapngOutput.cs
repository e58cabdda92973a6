using System.Buffers;
using Linux;
using Packets;
using Packets.Pcapng;

namespace Netctl.Capture;

/// <summary>Packets as a pcapng file, with the name of each link, and at its end what was dropped.</summary>
internal sealed class PcapngOutput : PacketOutput
{
    readonly FileDescriptor _file;
    readonly ArrayBufferWriter<byte> _buffer = new(1 << 20);
    readonly PcapngWriter _writer;
    readonly CapturedLinks _links;
    readonly int _snapLength;
    readonly PacketTime _start = PacketTime.Now;
    readonly Dictionary<int, int> _interfaces = [];   // by the link's number
    readonly List<ulong> _counts = [];                // by the interface's

    public PcapngOutput(CaptureOptions options, CapturedLinks links, int? link, ushort hardwareType)
    {
        _file = options.File is null or "-" ? Stdio.Output : FileDescriptor.Create(options.File);
        (_links, _snapLength) = (links, options.SnapLength);
        _writer = new(_buffer, "netctl capture");
        if (link is { } index) Interface(index, hardwareType);   // even when no packet comes
        else AddInterface("any", LinkType.Ethernet);             // the drops are everybody's
        Flush();
    }

    public override void Put(in CapturedPacket packet)
    {
        int of = Interface(packet.Link, packet.HardwareType);
        _counts[of]++;
        _writer.Write(of, new(packet.Time.Seconds, packet.Time.Nanoseconds), packet.Bytes, packet.Length,
            packet.Path == PacketPath.Outgoing ? PacketDirection.Out : PacketDirection.In);
    }

    int Interface(int link, ushort hardwareType)
    {
        if (!_interfaces.TryGetValue(link, out int number))
            _interfaces[link] = number = AddInterface(_links.NameOf(link), LinkTypeOfHardware.From(hardwareType));
        return number;
    }

    int AddInterface(string name, LinkType type)
    {
        _counts.Add(0);
        return _writer.AddInterface(name, type, _snapLength);
    }

    public override void End(ulong received, ulong dropped)
    {
        var now = PacketTime.Now;
        _writer.WriteStatistics(0, _start, now, received, dropped);
        for (int of = 1; of < _counts.Count; of++)
            _writer.WriteStatistics(of, _start, now, _counts[of], null);
        Flush();
    }

    public override void Flush()
    {
        _file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    public override void Dispose()
    {
        if (_file != Stdio.Output) _file.Dispose();
    }
}
