using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Linux;

namespace Netctl.Ping;

/// <summary>Sends requests for echoes and tells what comes back, in the lines of ping(8).</summary>
internal sealed class Pinger(IcmpSocket socket, IPAddress target, string name, PingOptions options)
{
    readonly ushort _id = (ushort)Environment.ProcessId;
    readonly long _start = Stopwatch.GetTimestamp();
    readonly Dictionary<ushort, long> _sentAt = [];
    readonly PingStatistics _statistics = new();
    readonly HashSet<ushort> _open = [];   // neither answered nor complained of

    AddressFamily Family => target.AddressFamily;

    /// <summary>Whether all that was asked for has come about: as many answers as requests were to be sent, or any at all.</summary>
    public bool IsAnswered => options is { Count: { } count, Deadline: not null } ? _statistics.Received >= count : _statistics.Received > 0;

    public void Run(StopSignals stop)
    {
        int header = Family == AddressFamily.InterNetwork ? 28 : 0;
        Say(header > 0 ? $"PING {name} ({target}) {options.Size}({options.Size + header}) bytes of data." : $"PING {name}({target}) {options.Size} data bytes");
        while (true)
        {
            TimeSpan now = Stopwatch.GetElapsedTime(_start), next = options.Interval * _statistics.Sent;
            bool sendsMore = options.Count is not { } count || _statistics.Sent < count;
            if (sendsMore && now >= next)
            {
                SendNext();
                continue;
            }
            if (!sendsMore && _open.Count == 0) break;
            var end = sendsMore ? next : options.Interval * (_statistics.Sent - 1) + options.Patience;
            if (options.Deadline is { } deadline && deadline < end) end = deadline;
            if (now >= end && !sendsMore || now >= options.Deadline) break;
            if (!Listen(end - now, stop)) break;
        }
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(_statistics.Summary(name, TimeOfRequests)));
    }

    // From the first request to the last answer or request, as ping has it.
    TimeSpan TimeOfRequests => TimeSpan.FromTicks(Math.Max((_last - _start) * TimeSpan.TicksPerSecond / Stopwatch.Frequency, 0));

    long _last;

    void SendNext()
    {
        ushort sequence = (ushort)++_statistics.Sent;
        _last = _sentAt[sequence] = Stopwatch.GetTimestamp();
        _open.Add(sequence);
        try
        {
            socket.Send(EchoMessage.Request(Family, _id, sequence, options.Size), target);
        }
        catch (LinuxException e) when (e.Errno is not Errno.NotPermitted)
        {
            _statistics.Errors++;
            _open.Remove(sequence);
            Stdio.WriteError($"ping: {e.Message}");
        }
    }

    // Until something comes or the time is over; false when the user wants to stop.
    bool Listen(TimeSpan limit, StopSignals stop)
    {
        var poll = new Poll();
        poll.ForReading(socket.Descriptor);
        poll.ForReading(stop.Descriptor);
        if (!poll.Wait(limit)) return true;
        if (poll.IsReady(1)) return false;
        while (socket.TryReceive(out var message, out var from, out int timeToLive))
            Hear(message, from, timeToLive);
        return true;
    }

    void Hear(ReadOnlySpan<byte> message, IPAddress from, int timeToLive)
    {
        long now = Stopwatch.GetTimestamp();
        if (EchoMessage.SequenceOfEcho(Family, message, _id) is { } sequence && _sentAt.TryGetValue(sequence, out long sentAt))
        {
            double milliseconds = Stopwatch.GetElapsedTime(sentAt, now).TotalMilliseconds;
            bool isFirst = _statistics.Count(sequence, milliseconds);
            _open.Remove(sequence);
            _statistics.NoteAnswerTo(sequence);
            _last = now;
            Tell($"{message.Length} bytes from {from}: icmp_seq={sequence} ttl={timeToLive} time={Time(milliseconds)} ms{(isFirst ? "" : " (DUP!)")}");
        }
        else if (EchoMessage.Complaint(Family, message, _id) is { } complaint && _open.Remove(complaint.Sequence))
        {
            _statistics.Errors++;
            _statistics.NoteAnswerTo(complaint.Sequence);
            _last = now;
            Tell($"From {from} icmp_seq={complaint.Sequence} {complaint.Words}");
        }
    }

    void Tell(string line)
    {
        if (!options.Quiet) Say(line);
    }

    static void Say(string line) => Stdio.WriteOutput(Encoding.UTF8.GetBytes(line + "\n"));

    // ping has fewer digits for longer times.
    static string Time(double milliseconds) =>
        milliseconds.ToString(milliseconds switch { >= 100 => "F0", >= 10 => "F1", >= 1 => "F2", _ => "F3" }, CultureInfo.InvariantCulture);
}
