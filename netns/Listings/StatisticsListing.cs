using System.Text;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>A link's counters, in columns as wide as they need to be.</summary>
internal static class StatisticsListing
{
    static readonly string[] s_received = ["packets", "errors", "dropped", "missed", "mcast", "compressed"];
    static readonly string[] s_receiveErrors = ["length", "crc", "frame", "fifo", "overrun"];
    static readonly string[] s_sent = ["packets", "errors", "dropped", "carrier", "collsns", "compressed"];
    static readonly string[] s_sendErrors = ["aborted", "fifo", "window", "heartbt", "transns"];

    /// <param name="isOnNewLine">The line before has been ended; then this one is, too.</param>
    public static void Put(Listing to, Link link, bool isOnNewLine = false)
    {
        if (link.Statistics is not { } s) return;
        if (to.Modes.Json) PutJson(to, link, s);
        else if (isOnNewLine) to.Text($"{Text(link, s, withErrors: to.Modes.Statistics > 1)[1..]}\n");
        else to.Text(Text(link, s, withErrors: to.Modes.Statistics > 1));
    }

    static string Text(Link link, LinkStatistics s, bool withErrors)
    {
        ulong[] rx = [s.RxBytes, s.RxPackets, s.RxErrors, s.RxDropped, s.RxMissedErrors, s.Multicast, s.RxCompressed];
        ulong[] rxErrors = [0, s.RxLengthErrors, s.RxCrcErrors, s.RxFrameErrors, s.RxFifoErrors, s.RxOverErrors];
        ulong[] tx = [s.TxBytes, s.TxPackets, s.TxErrors, s.TxDropped, s.TxCarrierErrors, s.Collisions, s.TxCompressed];
        ulong[] txErrors = [0, s.TxAbortedErrors, s.TxFifoErrors, s.TxWindowErrors, s.TxHeartbeatErrors, link.CarrierChanges];
        int[] widths = ["RX errors:".Length, 7, 6, 7, 7, 7, "compressed".Length];
        foreach (var row in withErrors ? (ulong[][])[rx, rxErrors, tx, txErrors] : [rx, tx])
            for (int i = 0; i < row.Length; i++)
                widths[i] = Math.Max(widths[i], $"{row[i]}".Length);
        var text = new StringBuilder();
        Rows(text, "RX:", "bytes", s_received, rx, widths);
        if (withErrors) Rows(text, "RX errors:", "", s_receiveErrors, rxErrors, widths);
        Rows(text, "TX:", "bytes", s_sent, tx, widths);
        if (withErrors) Rows(text, "TX errors:", "", s_sendErrors, txErrors, widths);
        return text.ToString();
    }

    // The first column has its heading beside the row's; the last is left blank while nothing is compressed.
    static void Rows(StringBuilder text, string row, string first, string[] headings, ulong[] values, int[] widths)
    {
        text.Append("\n    ").Append(row).Append(first.PadLeft(widths[0] - row.Length));
        for (int i = 0; i < headings.Length; i++)
            text.Append(' ').Append((IsBlank(headings, values, i) ? "" : headings[i]).PadLeft(widths[i + 1]));
        text.Append("\n    ").Append((first == "" ? "" : $"{values[0]}").PadLeft(widths[0]));
        for (int i = 0; i < headings.Length; i++)
            if (!IsBlank(headings, values, i))
                text.Append(' ').Append($"{values[i + 1]}".PadLeft(widths[i + 1]));
        text.Append(' ');
    }

    static bool IsBlank(string[] headings, ulong[] values, int i) => headings[i] == "compressed" && values[i + 1] == 0;

    static void PutJson(Listing to, Link link, LinkStatistics s)
    {
        using var all = to.Object("stats64");
        using (to.Object("rx"))
        {
            Put(to, ("bytes", s.RxBytes), ("packets", s.RxPackets), ("errors", s.RxErrors), ("dropped", s.RxDropped), ("over_errors", s.RxOverErrors), ("multicast", s.Multicast));
            if (s.RxCompressed != 0) Put(to, ("compressed", s.RxCompressed));
            if (to.Modes.Statistics > 1)
                Put(to, ("length_errors", s.RxLengthErrors), ("crc_errors", s.RxCrcErrors), ("frame_errors", s.RxFrameErrors), ("fifo_errors", s.RxFifoErrors), ("missed_errors", s.RxMissedErrors));
            if (to.Modes.Statistics > 1 && s.RxNoHandler != 0) Put(to, ("nohandler", s.RxNoHandler));
        }
        using (to.Object("tx"))
        {
            Put(to, ("bytes", s.TxBytes), ("packets", s.TxPackets), ("errors", s.TxErrors), ("dropped", s.TxDropped), ("carrier_errors", s.TxCarrierErrors), ("collisions", s.Collisions));
            if (s.TxCompressed != 0) Put(to, ("compressed", s.TxCompressed));
            if (to.Modes.Statistics > 1)
                Put(to, ("aborted_errors", s.TxAbortedErrors), ("fifo_errors", s.TxFifoErrors), ("window_errors", s.TxWindowErrors),
                    ("heartbeat_errors", s.TxHeartbeatErrors), ("carrier_changes", link.CarrierChanges));
        }
    }

    static void Put(Listing to, params ReadOnlySpan<(string Key, ulong Value)> counters)
    {
        foreach (var (key, value) in counters) to.Put(key, value, "");
    }
}
