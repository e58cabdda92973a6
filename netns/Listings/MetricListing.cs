using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>The metrics of a route, in the kernel's order and ip's units.</summary>
internal static class MetricListing
{
    const uint ExplicitCongestionNotification = 1;   // RTAX_FEATURE_ECN
    const uint Unset = uint.MaxValue;                // a hop limit that is the link's

    public static void Put(Listing to, RouteMetrics metrics)
    {
        if (metrics.IsEmpty) return;
        using var list = to.List("metrics");
        using var item = to.Item();
        for (var metric = RouteMetric.Mtu; metric <= RouteMetric.FastOpenNoCookie; metric++)
            if (metrics[metric] is { } value && !(metric == RouteMetric.HopLimit && value == Unset))
                Put(to, metric, value, metrics.IsLocked(metric));
        if (metrics.CongestionControl != "") to.Put("congestion", metrics.CongestionControl, $"congctl {metrics.CongestionControl} ");
    }

    static void Put(Listing to, RouteMetric metric, uint value, bool locked)
    {
        string word = RouteMetrics.Word(metric);
        to.Text(locked ? $"{word} lock " : $"{word} ");
        switch (metric)
        {
            case RouteMetric.Features: PutFeatures(to, word, value); break;
            case RouteMetric.Rtt: PutTime(to, word, value / 8); break;
            case RouteMetric.RttVariance: PutTime(to, word, value / 4); break;
            case RouteMetric.MinimalRetransmission: PutTime(to, word, value); break;
            default: to.Put(word, value, $"{value} "); break;
        }
    }

    static void PutFeatures(Listing to, string word, uint bits)
    {
        if ((bits & ExplicitCongestionNotification) != 0)
        {
            to.Mark("ecn");
            to.Text("ecn ");
        }
        if ((bits & ~ExplicitCongestionNotification) != 0) to.Put(word, $"0x{bits:x}", $"0x{bits:x} ");
    }

    static void PutTime(Listing to, string word, uint milliseconds)
    {
        if (milliseconds >= 1000) to.Put(word, milliseconds / 1000m, $"{milliseconds / 1000m:0.###}s ");
        else to.Put(word, milliseconds, $"{milliseconds}ms ");
    }
}
