using System.Globalization;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>tbf rate RATE burst SIZE latency TIME|limit SIZE [peakrate RATE mtu SIZE], in the units of tc(8).</summary>
internal static class TbfWords
{
    public static TbfQdisc Read(Words words, Link link)
    {
        double? rate = null, burst = null, limit = null, latency = null, peak = null, mtu = null;
        while (words.Any)
            if (words.Take("rate")) rate = Quantity(words, s_rates) / 8;
            else if (words.Take("burst", "buffer", "maxburst")) burst = Quantity(words, s_sizes);
            else if (words.Take("limit")) limit = Quantity(words, s_sizes);
            else if (words.Take("latency")) latency = Quantity(words, s_times);
            else if (words.Take("peakrate")) peak = Quantity(words, s_rates) / 8;
            else if (words.Take("mtu", "minburst")) mtu = Quantity(words, s_sizes);
            else throw words.NotUnderstood();
        if (rate is null or 0) throw Words.Wrong("a token bucket has a rate: rate 1mbit");
        if (burst is null) throw Words.Wrong("a token bucket has a burst, what may be sent at once: burst 10kb");
        if (limit is null == latency is null) throw Words.Wrong("a token bucket has a limit or a latency, how much or how long packets may wait: latency 50ms");
        if (peak is not null && mtu is null) throw Words.Wrong("a peak rate has a bucket of its own: mtu 2000");
        double most = limit ?? Most(rate.Value, burst.Value, latency!.Value);
        if (limit is null && peak is { } peakRate) most = Math.Min(most, Most(peakRate, mtu!.Value, latency!.Value));
        return new TbfQdisc(link) { Rate = (ulong)rate, Burst = (uint)burst, Limit = (uint)most, PeakRate = (ulong)(peak ?? 0), MinBurst = (uint)(mtu ?? 0) };
    }

    // What comes in while a packet waits, and the bucket.
    static double Most(double rate, double burst, double latency) => rate * latency / 1e6 + burst;

    static double Quantity(Words words, (string Unit, double Factor)[] units)
    {
        string word = words.Value();
        int digits = 0;
        while (digits < word.Length && (char.IsAsciiDigit(word[digits]) || word[digits] == '.')) digits++;
        string unit = word[digits..];
        foreach (var (known, factor) in units)
            if (known.Equals(unit, StringComparison.OrdinalIgnoreCase) && double.TryParse(word.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
                return number * factor;
        throw Words.Wrong($"\"{words.Keyword}\" takes a number with one of the units {string.Join(", ", units.Where(u => u.Unit != "").Select(u => u.Unit))}, and \"{word}\" is none");
    }

    // In bits a second, bytes and microseconds.
    static readonly (string, double)[] s_rates =
    [
        ("", 1), ("bit", 1), ("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9), ("tbit", 1e12), ("kibit", 1024), ("mibit", 1024 * 1024), ("gibit", 1024 * 1024 * 1024),
        ("bps", 8), ("kbps", 8e3), ("mbps", 8e6), ("gbps", 8e9), ("tbps", 8e12),
    ];

    static readonly (string, double)[] s_sizes =
    [
        ("", 1), ("b", 1), ("k", 1024), ("kb", 1024), ("m", 1 << 20), ("mb", 1 << 20), ("g", 1 << 30), ("gb", 1 << 30), ("kbit", 128), ("mbit", 1 << 17), ("gbit", 1 << 27),
    ];

    static readonly (string, double)[] s_times = [("", 1), ("us", 1), ("usec", 1), ("usecs", 1), ("ms", 1e3), ("msec", 1e3), ("msecs", 1e3), ("s", 1e6), ("sec", 1e6), ("secs", 1e6)];
}
