using System.Globalization;
using Linux;

namespace Netctl.Top;

/// <summary>What a link has counted so far.</summary>
internal readonly record struct LinkCounters(ulong ReceivedBytes, ulong ReceivedPackets, ulong SentBytes, ulong SentPackets, ulong Errors, ulong Drops)
{
    /// <summary>Those of all links of the calling thread's namespace, in the kernel's order.</summary>
    public static List<(string Name, LinkCounters Counters)> ReadAll()
    {
        var found = new List<(string, LinkCounters)>();
        foreach (string line in (SmallFile.Find("/proc/thread-self/net/dev") ?? "").Split('\n').Skip(2))
        {
            int colon = line.LastIndexOf(':');   // a link's name may have one, the numbers have none
            if (colon < 0) continue;
            // Received: bytes, packets, errors, dropped and four more; then the same of what was sent.
            ulong[] n = Array.ConvertAll(line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries), word => ulong.Parse(word, CultureInfo.InvariantCulture));
            found.Add((line[..colon].Trim(), new(n[0], n[1], n[8], n[9], n[2] + n[10], n[3] + n[11])));
        }
        return found;
    }
}
