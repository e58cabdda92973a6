using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.RegularExpressions;
using Linux;

namespace Bench;

/// <summary>
/// Whether `netctl capture` keeps up with a link: 200,000 packets a second from one namespace to another, for some seconds, into a file and as lines. What is
/// lost it has to say; beside it tcpdump, on the same packets at another time.
/// </summary>
internal static partial class CaptureBench
{
    const int PerSecond = 200_000, Seconds = 5, Batch = 200;
    const string Here = "bench-sender", There = "bench-receiver";

    public static void Run(Report report, string netctl)
    {
        NamedNamespaces.Add(Here);
        NamedNamespaces.Add(There);
        try
        {
            Tool.Run($"ip link add eth0 netns {Here} type veth peer name eth0 netns {There}");
            foreach (string name in (string[])[Here, There])
                Tool.Run($"ip -n {name} link set eth0 up");
            Side(report, "into a pcapng file", [netctl, "-n", There, "capture", "eth0", "-w", "/run/bench.pcapng", "udp"],
                ["/usr/bin/tcpdump", "-n", "-i", "eth0", "-B", "32768", "-w", "/run/bench.pcap", "udp"]);
            Side(report, "as lines of text", [netctl, "-n", There, "capture", "eth0", "udp"], ["/usr/bin/tcpdump", "-n", "-i", "eth0", "-B", "32768", "udp"]);
        }
        finally
        {
            NamedNamespaces.Delete(Here);
            NamedNamespaces.Delete(There);
        }
    }

    static void Side(Report report, string how, string[] ours, string[] theirs)
    {
        var our = Measure(ours);
        var their = Measure(theirs);
        report.Limited($"capture {how}, {our.Rate.ToString("N0", CultureInfo.InvariantCulture)} packets/s", Text(our), $"{Text(their)} tcpdump", "none dropped, or told",
            met: our.Captured + our.Dropped >= our.Sent);
    }

    static string Text(Outcome outcome) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * outcome.Captured / outcome.Sent:0.00} %, {outcome.Dropped:N0} lost");

    readonly record struct Outcome(long Sent, long Captured, long Dropped, double Rate);

    static Outcome Measure(string[] command)
    {
        using var ns = NamedNamespaces.Open(There);
        using var errors = new Pipe();
        using var nowhere = FileDescriptor.Append("/dev/null");
        using var capture = ns.Run(() => new Spawn(command[0], command) { Environment = [$"PATH={Tool.Path}"] }
            .With(0, Stdio.Input).With(1, nowhere).With(2, errors.Writer).Start());
        var said = new StringBuilder();
        while (!said.ToString().Contains("listening on")) said.Append(Read(errors.Reader));
        var (sent, rate) = Send();
        // What is still in the ring or in a pipe comes through within a moment; the capture ends when it is told to, with what it has.
        capture.Handle.WaitForEnd(TimeSpan.FromSeconds(1));
        capture.Handle.Send(Signal.Terminate);
        while (!said.ToString().Contains("dropped by kernel")) said.Append(Read(errors.Reader));
        capture.Wait();
        return new(sent, Number(said, Captured()), Number(said, Dropped()), rate);
    }

    static string Read(FileDescriptor from)
    {
        var some = new byte[4096];
        int size = from.Read(some);
        return size > 0 ? Encoding.UTF8.GetString(some, 0, size) : throw new InvalidOperationException("the capture ended before it was told to");
    }

    // A batch at a time, each begun when it is due.
    static (long Sent, double Rate) Send()
    {
        using var ns = NamedNamespaces.Open(Here);
        byte[] to = MacOfReceiver();
        using var socket = ns.Visit(() => PacketSocket.OpenForUdp(int.Parse(IndexOf(Here), CultureInfo.InvariantCulture), port: 9));
        var packet = Packet();
        long start = Stopwatch.GetTimestamp(), sent = 0;
        while (sent < (long)PerSecond * Seconds)
        {
            if (Stopwatch.GetElapsedTime(start).TotalSeconds * PerSecond < sent) continue;
            for (int i = 0; i < Batch; i++) socket.Send(packet, to);
            sent += Batch;
        }
        return (sent, sent / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    // 10.0.0.1.9 > 10.0.0.2.9, 18 bytes of data: the smallest frame that Ethernet has.
    static byte[] Packet()
    {
        byte[] packet = [0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 9, 0, 9, 0, 26, 0, 0, .. new byte[18]];
        uint sum = 0;
        for (int i = 0; i < 20; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(i));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), (ushort)~((sum & 0xffff) + (sum >> 16)));
        return packet;
    }

    static string IndexOf(string ns) => Tool.Run($"ip -n {ns} -o link show eth0").Split(':')[0];

    static byte[] MacOfReceiver() => PhysicalAddress.Parse(Mac().Match(Tool.Run($"ip -n {There} -o link show eth0")).Groups[1].Value).GetAddressBytes();

    static long Number(StringBuilder said, Regex pattern) => long.Parse(pattern.Match(said.ToString()).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("link/ether ([0-9a-f:]+)")]
    private static partial Regex Mac();

    [GeneratedRegex("([0-9]+) packets captured")]
    private static partial Regex Captured();

    [GeneratedRegex("([0-9]+) packets dropped by kernel")]
    private static partial Regex Dropped();
}
