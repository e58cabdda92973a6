using System.Globalization;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>The metrics of a route among the words of ip route add: mtu [lock] 1400.</summary>
internal static class MetricWords
{
    // In the order in which ip tries them, for words that are shortened.
    static readonly RouteMetric[] s_numbers =
    [
        RouteMetric.Mtu, RouteMetric.HopLimit, RouteMetric.AdvertisedMss, RouteMetric.Reordering, RouteMetric.Window, RouteMetric.CongestionWindow,
        RouteMetric.InitialCongestionWindow, RouteMetric.InitialReceiveWindow, RouteMetric.QuickAck, RouteMetric.SlowStartThreshold, RouteMetric.FastOpenNoCookie,
    ];

    /// <summary>Takes one, if the next word begins one.</summary>
    public static bool Take(Words words, ref RouteMetrics metrics)
    {
        foreach (var metric in s_numbers)
            if (words.Take(RouteMetrics.Word(metric)))
            {
                bool locked = words.Take("lock");
                metrics = metrics.With(metric, words.NumberIn<uint>(words.Value()), locked);
                return true;
            }
        if (words.Take("features")) metrics = metrics.With(RouteMetric.Features, words.OneOf(("ecn", 1u)));
        else if (words.Take("congctl")) metrics = metrics.WithCongestionControl(words.Value());
        else return TakeTime(words, ref metrics);
        return true;
    }

    // The kernel keeps round trips in eighths of a millisecond and their variance in quarters; a number without a unit is in these.
    static bool TakeTime(Words words, ref RouteMetrics metrics)
    {
        var (metric, parts) = words.Take("rtt") ? (RouteMetric.Rtt, 8u) : words.Take("rttvar") ? (RouteMetric.RttVariance, 4u)
            : words.Take("rto_min") ? (RouteMetric.MinimalRetransmission, 1u) : (default, 0u);
        if (parts == 0) return false;
        bool locked = words.Take("lock") || metric == RouteMetric.MinimalRetransmission;
        metrics = metrics.With(metric, Time(words.Value(), parts), locked);
        return true;
    }

    static uint Time(string word, uint parts)
    {
        string number = word.TrimEnd('m', 's');
        var (scale, isRaw) = word[number.Length..] switch { "" => (1m, true), "ms" => (1m, false), "s" => (1000m, false), _ => (0m, true) };
        if (scale != 0 && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal time))
            return (uint)(time * scale * (isRaw ? 1 : parts));
        throw Words.Wrong($"\"{word}\" is no time: 20ms or 1.5s");
    }
}
