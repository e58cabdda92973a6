using System.Net;

namespace Hull.Containers;

/// <summary>/etc/hosts of a container.</summary>
internal static class HostsFile
{
    /// <summary>What every container has, and the lines that were asked for.</summary>
    public static string Text(IEnumerable<string> more) =>
        string.Concat([.. more.Prepend("::1\tlocalhost ip6-localhost ip6-loopback").Prepend("127.0.0.1\tlocalhost").Select(line => $"{line}\n")]);

    /// <summary>A line for each address of the container's own.</summary>
    public static string Lines(string names, IEnumerable<IPAddress> addresses) => string.Concat([.. addresses.Select(address => $"{address}\t{names}\n")]);
}
