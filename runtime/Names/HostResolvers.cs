using System.Net;
using Linux;

namespace Hull.Names;

/// <summary>Where the host asks: the name servers of its resolv.conf(5), as it is at the moment.</summary>
internal static class HostResolvers
{
    public const string File = "/etc/resolv.conf";
    const int Port = 53;

    /// <summary>In the order of the file, without those that are we ourselves.</summary>
    public static IReadOnlyList<IPEndPoint> Read(IReadOnlyCollection<IPAddress> ourselves) =>
        [.. In(SmallFile.Find(File) ?? "").Where(address => !ourselves.Contains(address)).Select(address => new IPEndPoint(address, Port))];

    static IEnumerable<IPAddress> In(string text)
    {
        foreach (string line in text.Split('\n'))
            if (line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var word, ..] && IPAddress.TryParse(word, out var address))
                yield return address;
    }
}
