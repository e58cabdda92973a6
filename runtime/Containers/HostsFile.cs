using System.Net;
using System.Text;

namespace Hull.Containers;

/// <summary>/etc/hosts of a container.</summary>
internal static class HostsFile
{
    public static string Text(string hostName, IEnumerable<IPAddress> addresses)
    {
        var text = new StringBuilder("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
        foreach (var address in addresses)
            text.Append($"{address}\t{hostName}\n");
        return text.ToString();
    }
}
