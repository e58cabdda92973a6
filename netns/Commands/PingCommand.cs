using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cli;
using Linux;
using Netctl.Ping;
using Netlink;

namespace Netctl.Commands;

/// <summary>netctl ping DESTINATION: whether it answers, with the options and in the lines of ping(8); from any namespace, without a program of that one's.</summary>
internal static class PingCommand
{
    const int LargestData = 65507;
    static readonly TimeSpan s_leastInterval = TimeSpan.FromMilliseconds(1);

    static readonly Argument<string> s_destination = new("destination") { Description = "An address, or a name that /etc/hosts has." };
    static readonly Option<int?> s_count = new("--count", "-c") { Description = "End after so many requests, when they are answered or given up.", HelpName = "COUNT" };
    static readonly Option<string> s_interval = new("--interval", "-i") { Description = "Seconds between requests (1).", HelpName = "SECONDS" };
    static readonly Option<int> s_size = new("--size", "-s") { Description = "Bytes of data in a request (56).", HelpName = "BYTES", DefaultValueFactory = _ => 56 };
    static readonly Option<string> s_patience = new("--timeout", "-W") { Description = "Seconds to wait for the last answers (10).", HelpName = "SECONDS" };
    static readonly Option<string> s_deadline = new("--deadline", "-w") { Description = "Seconds after which to end, however many were answered.", HelpName = "SECONDS" };
    static readonly Option<string?> s_from = new("--from", "-I") { Description = "The link to send by, or the address to send from.", HelpName = "LINK|ADDRESS" };
    static readonly Option<int?> s_timeToLive = new("--ttl", "-t") { Description = "How many routers a request may pass.", HelpName = "HOPS" };
    static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "Only the first line and the statistics." };

    public static Command Create()
    {
        var ping = new Verb("ping", """
            Asks a host for echoes and prints what comes back, as ping(8) does.

            From this namespace or, with -n, another, which needs no program for it. Names are looked up in /etc/hosts alone.
            Exit codes: 0 it answered, 1 it did not, 2 anything else, such as no route.
            """, "netctl add blue", "netctl -n blue link set lo up", "netctl -n blue ping -c 3 -i 0.2 127.0.0.1")
        {
            s_destination, s_count, s_interval, s_size, s_patience, s_deadline, s_from, s_timeToLive, s_quiet,
        };
        ping.SetAction(Run);
        return ping;
    }

    static int Run(ParseResult parsed)
    {
        var options = Read(parsed);
        string name = parsed.GetRequiredValue(s_destination);
        var family = parsed.Family() switch { Family.Ipv4 => AddressFamily.InterNetwork, Family.Ipv6 => AddressFamily.InterNetworkV6, _ => AddressFamily.Unspecified };
        try
        {
            var target = HostNames.Resolve(name, parsed.Netns(), family);
            using var socket = parsed.InNamespace(() => Open(target, options));
            using var stop = new StopSignals();
            var pinger = new Pinger(socket, target, name, options);
            pinger.Run(stop);
            return pinger.IsAnswered ? ExitCode.Ok : ExitCode.Own;
        }
        catch (LinuxException e) when (e.Errno is not (Errno.NotPermitted or Errno.BrokenPipe))
        {
            throw new CommandFailure(ExitCode.Kernel, $"ping: {e.Message}");
        }
        catch (CommandFailure e) when (e.ExitCode == ExitCode.Kernel)
        {
            throw new CommandFailure(ExitCode.Kernel, $"ping: {e.Message}");
        }
    }

    // The kernel says at once when there is no way, where a first request would only be lost.
    static IcmpSocket Open(IPAddress target, PingOptions options)
    {
        var socket = IcmpSocket.Open(target.AddressFamily);
        try
        {
            if (options.From is null) IcmpSocket.CheckWayTo(target);
            else if (IPAddress.TryParse(options.From, out var source)) socket.BindTo(source);
            else socket.BindTo(options.From);
            if (options.TimeToLive is { } hops) socket.SetTimeToLive(hops);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static PingOptions Read(ParseResult parsed)
    {
        var options = new PingOptions
        {
            Count = parsed.GetValue(s_count), Size = parsed.GetValue(s_size), From = parsed.GetValue(s_from), TimeToLive = parsed.GetValue(s_timeToLive),
            Quiet = parsed.GetValue(s_quiet), Interval = Seconds(parsed, s_interval) ?? TimeSpan.FromSeconds(1),
            Patience = Seconds(parsed, s_patience) ?? TimeSpan.FromSeconds(10), Deadline = Seconds(parsed, s_deadline),
        };
        if (options.Count < 1) throw Wrong($"-c {options.Count}: a number of requests is 1 or more");
        if (options.Size is < 0 or > LargestData) throw Wrong($"-s {options.Size}: a request holds 0 to {LargestData} bytes");
        if (options.TimeToLive is < 1 or > 255) throw Wrong($"-t {options.TimeToLive}: a time to live is 1 to 255");
        if (options.Interval < s_leastInterval) throw Wrong("-i: requests are a millisecond apart or more (0.001)");
        return options;
    }

    static TimeSpan? Seconds(ParseResult parsed, Option<string> option)
    {
        if (parsed.GetValue(option) is not { } text) return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong($"{option.Name} {text} is no number of seconds, such as 0.2");
    }

    static CommandFailure Wrong(string sentence) => new(ExitCode.Usage, sentence);
}
