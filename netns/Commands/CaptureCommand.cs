using System.CommandLine;
using Cli;
using Linux;
using Netctl.Capture;
using Netctl.Completions;
using Netlink.Routing;
using Packets;

namespace Netctl.Commands;

/// <summary>netctl capture LINK [EXPRESSION…]: the packets of a link, or of all links of a namespace, as lines in the manner of tcpdump or as a pcapng file.</summary>
internal static class CaptureCommand
{
    const int MostKept = 262144, MostRing = 1 << 30;

    static readonly Argument<string> s_link = new("link")
    {
        Description = "The link's name; any for all of them (which is so unless told).", Arity = ArgumentArity.ZeroOrOne, CompletionSources = { Candidates.Links },
    };

    static readonly Argument<string[]> s_expression = new("expression") { Arity = ArgumentArity.ZeroOrMore, Description = "Which packets, as pcap-filter(7) writes it." };
    static readonly Option<long?> s_count = new("--count", "-c") { Description = "End after so many packets.", HelpName = "COUNT" };
    static readonly Option<string?> s_write = new("--write", "-w") { Description = "Write a pcapng file, - for standard output, in place of lines.", HelpName = "FILE" };
    static readonly Option<int> s_snap = new("--snapshot-length", "-s") { Description = "Bytes kept of each packet (262144, which 0 means too).", HelpName = "BYTES" };
    static readonly Option<int> s_ring = new("--buffer-size", "-B")
    {
        Description = "KiB of packets that may wait to be taken (32768).", HelpName = "KIB", DefaultValueFactory = _ => 32768,
    };

    static readonly Option<bool> s_shows = new("--link-level", "-e") { Description = "Begin lines with the link's addresses, kind of packet and VLANs." };
    static readonly Option<bool> s_modest = new("--no-promiscuous-mode", "-p") { Description = "Leave the link as it is: see only what is for it." };

    public static Command Create()
    {
        var capture = new Verb("capture", """
            Shows the packets of a link, or of all links of a namespace, in the lines of tcpdump -n.

            With -w they go into a pcapng file, which wireshark and tshark open: it has each link's name, which way each packet went and, at its end, how many were
            dropped. On any, each link's packets keep the header that they have there, and an expression is for Ethernet links alone. Expressions are compiled by
            libpcap, which tcpdump brings (apt-get install tcpdump); nothing else needs it. Ends with -c, or with Ctrl-C, and then tells what was dropped.
            """, "netctl capture lo -c 2 >lines.txt & sleep 1; netctl ping -q -c 1 127.0.0.1; wait; cat lines.txt")
        {
            s_link, s_expression, s_count, s_write, s_snap, s_ring, s_shows, s_modest,
        };
        capture.SetAction(Run);
        return capture;
    }

    static int Run(ParseResult parsed)
    {
        var options = Read(parsed);
        using var routing = parsed.OpenSocket();
        var link = parsed.GetValue(s_link) is { } name and not "any"
            ? routing.Links.Find(name) ?? throw new CommandFailure(ExitCode.Own, $"{name}: there is no such link here; netctl link lists those that are")
            : null;
        using var ring = parsed.InNamespace(() => PacketRing.Open(link?.Index ?? 0,
            FilterExpression.Compile(parsed.GetValue(s_expression) ?? [], link, options.SnapLength), options.RingSize, options.Promiscuous));
        using var stop = new StopSignals();
        var links = new CapturedLinks(routing, link);
        using PacketOutput output = options.File is null ? new LineOutput(options, links) : new PcapngOutput(options, links, link?.Index, link?.HardwareType ?? 0);
        string type = LinkTypeOfHardware.From(link?.HardwareType ?? 1).Name();
        Stdio.WriteError($"listening on {link?.Name ?? "any"}, link-type {type}, snapshot length {options.SnapLength} bytes");

        var capturing = new Capturing(ring, output, options.Count);
        capturing.Run(stop);
        var (received, dropped) = ring.Count();
        output.End(received, dropped);
        Stdio.WriteError($"{capturing.Captured} packets captured\n{received} packets received by filter\n{dropped} packets dropped by kernel");
        return ExitCode.Ok;
    }

    static CaptureOptions Read(ParseResult parsed)
    {
        int kept = parsed.GetValue(s_snap);
        long ring = 1024L * parsed.GetValue(s_ring);
        if (parsed.GetValue(s_count) < 1) throw Wrong($"-c {parsed.GetValue(s_count)}: a number of packets is 1 or more");
        if (kept is < 0 or > MostKept) throw Wrong($"-s {kept}: a packet is kept up to {MostKept} bytes");
        if (ring is < 1 or > MostRing) throw Wrong($"-B {parsed.GetValue(s_ring)}: a buffer is 1 to {MostRing >> 10} KiB");
        return new()
        {
            Count = parsed.GetValue(s_count), File = parsed.GetValue(s_write), SnapLength = kept == 0 ? MostKept : kept, RingSize = (int)ring,
            ShowsLink = parsed.GetValue(s_shows), Promiscuous = !parsed.GetValue(s_modest),
        };
    }

    static CommandFailure Wrong(string sentence) => new(ExitCode.Usage, sentence);
}
