using Linux;
using Packets;
using Packets.Pcapng;

namespace Netctl.Capture;

/// <summary>Packets as lines on standard output, written when the packets at hand are through.</summary>
internal sealed class LineOutput(CaptureOptions options, CapturedLinks links) : PacketOutput
{
    readonly PacketDecoder _decoder = new() { ShowsLink = options.ShowsLink };
    readonly Line _lines = new();

    public override void Put(in CapturedPacket packet)
    {
        new PacketTime(packet.Time.Seconds, packet.Time.Nanoseconds).Put(_lines);
        _lines.Add(" "u8);
        if (links.AreAll)
            PutWhere(packet);
        _decoder.Describe(LinkTypeOfHardware.From(packet.HardwareType), packet.Bytes, packet.Length, _lines);
        _lines.Add("\n"u8);
    }

    // tcpdump's columns for all links: the name, and which way.
    void PutWhere(in CapturedPacket packet)
    {
        string name = links.NameOf(packet.Link);
        _lines.Add(System.Text.Encoding.UTF8.GetBytes(name.PadRight(5))).Add(" "u8);
        _lines.Add(packet.Path switch
        {
            PacketPath.Host => "In  "u8, PacketPath.Broadcast => "B   "u8, PacketPath.Multicast => "M   "u8, PacketPath.OtherHost => "P   "u8, _ => "Out "u8,
        });
    }

    public override void Flush()
    {
        Stdio.WriteOutput(_lines.Text);
        _lines.Clear();
    }
}
