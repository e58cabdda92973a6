using System.Net;

namespace Hull.Network;

/// <summary>/etc/resolv.conf for a container: the host's, without the name servers that only the host can reach.</summary>
internal static class NameServers
{
    public static string ForContainer(string hosts) => string.Concat(hosts
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !IsLoopback(line))
        .Select(line => line + "\n"));

    // A loopback address means the container itself there.
    static bool IsLoopback(string line) => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var address, ..]
        && IPAddress.TryParse(address, out var server) && IPAddress.IsLoopback(server);
}
