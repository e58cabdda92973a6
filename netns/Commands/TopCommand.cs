using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cli;
using Linux;
using Netctl.Listings;
using Netctl.Top;

namespace Netctl.Commands;

/// <summary>netctl top: what goes through a namespace's links, again and again.</summary>
internal static class TopCommand
{
    const string OtherScreen = "\e[?1049h\e[?25l", OwnScreen = "\e[?25h\e[?1049l", FromTheTop = "\e[H\e[J";

    static readonly Option<int?> s_iterations = new("--iterations", "-i") { Description = "End after showing it so many times.", HelpName = "COUNT" };
    static readonly Option<string> s_interval = new("--interval", "-t") { Description = "Seconds between looks (1).", HelpName = "SECONDS" };

    public static Command Create()
    {
        var top = new Verb("top", """
            Shows how many bits and packets go through each link a second, and what is dropped.

            On a terminal in place, until Enter or Ctrl-C; elsewhere as lines, a table for each look.
            """, "netctl top --iterations 1 --interval 0.5") { s_iterations, s_interval };
        top.SetAction(Run);
        return top;
    }

    static int Run(ParseResult parsed)
    {
        var interval = Interval(parsed);
        int? iterations = parsed.GetValue(s_iterations);
        if (iterations < 1) throw new CommandFailure(ExitCode.Usage, $"--iterations {iterations}: show it once or more");
        bool inPlace = Stdio.OutputIsTerminal && !parsed.Json(), listens = inPlace;
        using var stop = new StopSignals();
        if (inPlace) Write(OtherScreen);
        string last = "";
        try
        {
            var before = parsed.InNamespace(LinkCounters.ReadAll);
            long start = Stopwatch.GetTimestamp();
            for (int shown = 0; shown != iterations && Wait(interval, stop, ref listens); shown++)
            {
                var now = parsed.InNamespace(LinkCounters.ReadAll);
                var rates = LinkRates.Between(before, now, Stopwatch.GetElapsedTime(start));
                (before, start) = (now, Stopwatch.GetTimestamp());
                if (parsed.Json()) PrintJson(parsed, rates);
                else Write((inPlace ? FromTheTop : shown > 0 ? "\n" : "") + (last = Table(rates)));
            }
        }
        finally
        {
            if (inPlace) Write(OwnScreen + last);   // what was seen last stays
        }
        return ExitCode.Ok;
    }

    static TimeSpan Interval(ParseResult parsed)
    {
        if (parsed.GetValue(s_interval) is not { } text) return TimeSpan.FromSeconds(1);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0.05 and <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw new CommandFailure(ExitCode.Usage, $"--interval {text}: that is no number of seconds from 0.05 on");
    }

    // False when the user wants to end it: by a signal, or by a line. An input that has ended says nothing any more.
    static bool Wait(TimeSpan time, StopSignals stop, ref bool listens)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            var poll = new Poll();
            poll.ForReading(stop.Descriptor);
            if (listens) poll.ForReading(Stdio.Input);
            var left = time - Stopwatch.GetElapsedTime(start);
            if (!poll.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero)) return true;
            if (poll.IsReady(0) || Stdio.Input.Read(new byte[256]) > 0) return false;
            listens = false;
        }
    }

    static string Table(List<LinkRates> rates)
    {
        int width = Math.Max(rates.Select(link => link.Name.Length).DefaultIfEmpty(0).Max(), 4);
        var text = new StringBuilder($"{"LINK".PadRight(width)}  RX BIT/S  RX PKT/S  TX BIT/S  TX PKT/S   DROP/S    ERR/S\n");
        foreach (var link in rates)
            text.Append(link.Name.PadRight(width))
                .Append($"{LinkRates.Short(link.ReceivedBits),10}{LinkRates.Short(link.ReceivedPackets),10}{LinkRates.Short(link.SentBits),10}")
                .Append($"{LinkRates.Short(link.SentPackets),10}{LinkRates.Short(link.Drops),9}{LinkRates.Short(link.Errors),9}\n");
        return text.ToString();
    }

    static void PrintJson(ParseResult parsed, List<LinkRates> rates)
    {
        var to = new Listing(parsed.Modes());
        foreach (var link in rates)
            using (to.Item())
            {
                to.Put("ifname", link.Name, "");
                to.Put("rx_bits_per_second", Math.Round((decimal)link.ReceivedBits), "");
                to.Put("rx_packets_per_second", Math.Round((decimal)link.ReceivedPackets), "");
                to.Put("tx_bits_per_second", Math.Round((decimal)link.SentBits), "");
                to.Put("tx_packets_per_second", Math.Round((decimal)link.SentPackets), "");
                to.Put("drops_per_second", Math.Round((decimal)link.Drops), "");
                to.Put("errors_per_second", Math.Round((decimal)link.Errors), "");
            }
        to.Print();
    }

    static void Write(string text) => Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));
}
