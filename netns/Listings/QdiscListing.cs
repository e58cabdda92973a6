using System.Globalization;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>A queueing discipline in the form of <c>tc qdisc</c>.</summary>
internal static class QdiscListing
{
    /// <param name="link">The link's name; null when all that is shown is of one link.</param>
    public static void Put(Listing to, ListedQdisc qdisc, string? link)
    {
        to.Put("kind", qdisc.Kind, $"qdisc {qdisc.Kind} ");
        to.Put("handle", $"{qdisc.Handle >> 16:x}:", $"{qdisc.Handle >> 16:x}: ");
        if (link is not null) PutLink(to, link);
        if (qdisc.Parent == ListedQdisc.AtRoot) to.Put("root", true, "root ");
        else if (qdisc.Parent != 0) to.Put("parent", Class(qdisc.Parent), $"parent {Class(qdisc.Parent)} ");
        if (qdisc.References != 1) to.Put("refcnt", qdisc.References, $"refcnt {qdisc.References} ");
        using (to.Object("options"))
            if (qdisc.Tbf is { } tbf) PutTbf(to, tbf);
            else if (qdisc.Kind == "ingress") to.Text("---------------- ");
        to.EndLine();
        if (to.Modes.Statistics > 0) PutStatistics(to, qdisc.Statistics);
    }

    static void PutLink(Listing to, string link)
    {
        to.Text("dev ");
        to.Put("dev", link, $"{link} ", Tone.Name);
    }

    static string Class(uint number) => (number & 0xffff) == 0 ? $"{number >> 16:x}:" : $"{number >> 16:x}:{number & 0xffff:x}";

    static void PutTbf(Listing to, TbfSettings tbf)
    {
        to.Put("rate", tbf.Rate, $"rate {Rate(tbf.Rate)} ");
        PutBucket(to, tbf, "burst", tbf.Burst);
        if (tbf.PeakRate != 0)
        {
            to.Text($"peakrate {Rate(tbf.PeakRate)} ");   // which tc leaves out of JSON
            PutBucket(to, tbf, "minburst", tbf.MinBurst);
        }
        if (tbf.Latency >= 0) to.Put("lat", (ulong)tbf.Latency, $"lat {Time((ulong)tbf.Latency)} ");
        else to.Put("limit", tbf.Limit, $"limit {Size(tbf.Limit)} ");
        if (!to.Modes.Details) return;
        string layer = tbf.LinkLayer switch { 1 => "ethernet", 2 => "atm", _ => "" };
        if (layer != "") to.Put("linklayer", layer, $"linklayer {layer} ");
    }

    static void PutBucket(Listing to, TbfSettings tbf, string key, uint bytes)
    {
        if (!to.Modes.Details)
        {
            to.Put(key, bytes, $"{key} {Size(bytes)} ");
            return;
        }
        string withCell = $"{Size(bytes)}/{1 << tbf.CellLog}";
        to.Put(key, withCell, $"{key} {withCell} ");
        if (key == "burst") to.Put("mpu", tbf.Mpu, $"mpu {Size(tbf.Mpu)} ");
        else to.Text($"mpu {Size(tbf.Mpu)} ");   // said already
    }

    static void PutStatistics(Listing to, QdiscStatistics s)
    {
        to.Put("bytes", s.Bytes, $" Sent {s.Bytes} bytes ");
        to.Put("packets", s.Packets, $"{s.Packets} pkt ");
        to.Put("drops", s.Drops, $"(dropped {s.Drops}, ");
        to.Put("overlimits", s.Overlimits, $"overlimits {s.Overlimits} ");
        to.Put("requeues", s.Requeues, $"requeues {s.Requeues}) \n");
        to.Put("backlog", s.Backlog, $" backlog {Size(s.Backlog)} ");
        to.Put("qlen", s.Length, $"{s.Length}p requeues {s.Requeues}\n");
    }

    /// <summary>Bytes a second as bits a second, in the unit that needs the fewest digits.</summary>
    static string Rate(ulong bytes)
    {
        double rate = 8.0 * bytes;
        int unit = 0;
        while (unit < s_rateUnits.Length - 1 && rate >= 1000 && (rate % 1000 == 0 || rate >= 1000 * 1000))
        {
            rate /= 1000;
            unit++;
        }
        return $"{rate.ToString("0", CultureInfo.InvariantCulture)}{s_rateUnits[unit]}";
    }

    static readonly string[] s_rateUnits = ["bit", "Kbit", "Mbit", "Gbit", "Tbit"];

    // A size that is nearly a round one is told as that: the kernel counts in time.
    static string Size(uint bytes)
    {
        double mega = Math.Round(bytes / 1048576.0), kilo = Math.Round(bytes / 1024.0);
        if (bytes >= 1048576 && Math.Abs(mega * 1048576 - bytes) < 1024) return $"{mega.ToString(CultureInfo.InvariantCulture)}Mb";
        return bytes >= 1024 && Math.Abs(kilo * 1024 - bytes) < 16 ? $"{kilo.ToString(CultureInfo.InvariantCulture)}Kb" : $"{bytes}b";
    }

    static string Time(ulong microseconds) => microseconds switch
    {
        >= 1_000_000 => $"{(microseconds / 1e6).ToString("G3", CultureInfo.InvariantCulture)}s",
        >= 1000 => $"{(microseconds / 1e3).ToString("G3", CultureInfo.InvariantCulture)}ms",
        _ => $"{microseconds}us",
    };
}
