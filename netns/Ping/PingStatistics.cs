using System.Globalization;

namespace Netctl.Ping;

/// <summary>What became of the requests, counted and timed as ping(8) does.</summary>
internal sealed class PingStatistics
{
    readonly HashSet<int> _answered = [];
    double _least = double.MaxValue, _most, _sum, _squares;

    public int Sent { get; set; }
    public int Received => _answered.Count;
    public int Duplicates { get; private set; }
    public int Errors { get; set; }

    int _pipe;   // how many requests were under way at once, at most, as far as answers tell

    /// <summary>An answer, or a complaint, came for a request: those sent since were under way with it.</summary>
    public void NoteAnswerTo(ushort sequence) => _pipe = Math.Max(_pipe, (ushort)(Sent - sequence) + 1);

    /// <summary>Counts an answer; false for a second one to the same request.</summary>
    public bool Count(int sequence, double milliseconds)
    {
        _least = Math.Min(_least, milliseconds);
        _most = Math.Max(_most, milliseconds);
        _sum += milliseconds;
        _squares += milliseconds * milliseconds;
        if (_answered.Add(sequence)) return true;
        Duplicates++;
        return false;
    }

    public string Summary(string target, TimeSpan time)
    {
        string duplicates = Duplicates > 0 ? $"+{Duplicates} duplicates, " : "", errors = Errors > 0 ? $"+{Errors} errors, " : "";
        string lost = Sent > 0 ? $"{((Sent - Received) * 100.0 / Sent).ToString("G6", CultureInfo.InvariantCulture)}% packet loss, " : "";
        string text = $"\n--- {target} ping statistics ---\n{Sent} packets transmitted, {Received} received, {duplicates}{errors}{lost}time {(long)time.TotalMilliseconds}ms\n";
        int all = Received + Duplicates;
        if (all == 0) return text + (_pipe > 1 ? $"pipe {_pipe}\n" : "");
        double average = _sum / all, deviation = Math.Sqrt(Math.Max(_squares / all - average * average, 0));
        return text + string.Create(CultureInfo.InvariantCulture, $"rtt min/avg/max/mdev = {_least:F3}/{average:F3}/{_most:F3}/{deviation:F3} ms") + (_pipe > 1 ? $", pipe {_pipe}\n" : "\n");
    }
}
