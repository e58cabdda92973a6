using System.Globalization;

namespace Netctl.Top;

/// <summary>How fast a link's counters grow.</summary>
internal readonly record struct LinkRates(string Name, double ReceivedBits, double ReceivedPackets, double SentBits, double SentPackets, double Errors, double Drops)
{
    /// <summary>Between two looks. A link that came in between has none yet; the counters of one that was made anew begin at zero.</summary>
    public static List<LinkRates> Between(List<(string Name, LinkCounters Counters)> before, List<(string Name, LinkCounters Counters)> after, TimeSpan time)
    {
        var known = before.ToDictionary(link => link.Name, link => link.Counters);
        double Rate(ulong was, ulong now) => now < was ? 0 : (now - was) / time.TotalSeconds;
        return after.ConvertAll(link => known.TryGetValue(link.Name, out var was)
            ? new LinkRates(link.Name, 8 * Rate(was.ReceivedBytes, link.Counters.ReceivedBytes), Rate(was.ReceivedPackets, link.Counters.ReceivedPackets),
                8 * Rate(was.SentBytes, link.Counters.SentBytes), Rate(was.SentPackets, link.Counters.SentPackets),
                Rate(was.Errors, link.Counters.Errors), Rate(was.Drops, link.Counters.Drops))
            : new LinkRates(link.Name, 0, 0, 0, 0, 0, 0));
    }

    /// <summary>1.25M for 1,250,000.</summary>
    public static string Short(double value) => value switch
    {
        >= 1e9 => $"{(value / 1e9).ToString("0.00", CultureInfo.InvariantCulture)}G",
        >= 1e6 => $"{(value / 1e6).ToString("0.00", CultureInfo.InvariantCulture)}M",
        >= 1e3 => $"{(value / 1e3).ToString("0.0", CultureInfo.InvariantCulture)}k",
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };
}
