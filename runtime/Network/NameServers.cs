using System.Net;
using System.Text;
using Cni;
using Linux;

namespace Hull.Network;

/// <summary>/etc/resolv.conf for a container.</summary>
internal static class NameServers
{
    /// <summary>What was asked for; where nothing was, what the host's says, without the name servers that only the host can reach.</summary>
    public static string ForContainer(CniDns asked)
    {
        var hosts = Host();
        var text = new StringBuilder();
        foreach (string server in asked.Nameservers.Count > 0 ? asked.Nameservers : hosts.Nameservers) text.Append($"nameserver {server}\n");
        var search = asked.Search.Count > 0 ? asked.Search : hosts.Search;
        // "." says: none.
        if (search.Count > 0 && search is not ["."]) text.Append($"search {string.Join(' ', search)}\n");
        var options = asked.Options.Count > 0 ? asked.Options : hosts.Options;
        if (options.Count > 0) text.Append($"options {string.Join(' ', options)}\n");
        return text.ToString();
    }

    /// <summary>The same with the networks' own name servers in place of others, which those ask themselves.</summary>
    public static string WithOwn(string text, IReadOnlyList<CniDns> networks)
    {
        var lines = new List<string>(networks.SelectMany(dns => dns.Nameservers).Distinct().Select(server => $"nameserver {server}"));
        if (lines.Count == 0)
            return text;
        lines.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("nameserver", StringComparison.Ordinal)));
        if (networks.SelectMany(dns => dns.Search).Distinct().ToList() is { Count: > 0 } search && !lines.Exists(line => line.StartsWith("search", StringComparison.Ordinal)))
            lines.Add($"search {string.Join(' ', search)}");
        // Names of one word are the network's: they are asked for as they are, before anything is put behind them.
        if (!lines.Exists(line => line.Contains("ndots:")))
            lines.Add("options ndots:0");
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The name servers in a text of this kind.</summary>
    public static IEnumerable<IPAddress> In(string text)
    {
        foreach (string line in text.Split('\n'))
            if (Words(line) is ["nameserver", var word, ..] && IPAddress.TryParse(word, out var address))
                yield return address;
    }

    static string[] Words(string line) => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    static CniDns Host()
    {
        List<string> servers = [], search = [], options = [];
        // systemd-resolved listens where only the host reaches it; whom it asks itself is written down beside it.
        string text = SmallFile.Find("/etc/resolv.conf") ?? "";
        if (text.Contains("nameserver 127.0.0.53") && SmallFile.Find("/run/systemd/resolve/resolv.conf") is { } behind)
            text = behind;
        foreach (string line in text.Split('\n'))
            switch (Words(line))
            {
                case ["nameserver", var address, ..] when !IsLoopback(address):
                    servers.Add(address);
                    break;
                case ["search" or "domain", .. var domains]:
                    search = [.. domains];
                    break;
                case ["options", .. var words]:
                    options.AddRange(words);
                    break;
            }
        return new() { Nameservers = servers, Search = search, Options = options };
    }

    // A loopback address means the container itself there.
    static bool IsLoopback(string address) => IPAddress.TryParse(address, out var server) && IPAddress.IsLoopback(server);
}
