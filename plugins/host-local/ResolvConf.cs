using Cni;
using Linux;

namespace Plugins.HostLocal;

/// <summary>The lines of a resolv.conf that a container needs too (resolv.conf(5)).</summary>
internal static class ResolvConf
{
    public static CniDns Read(string path) => Parse(SmallFile.Find(path) ??
        throw new CniError(CniErrorCode.InvalidConfig, $"ipam.resolvConf is {path}, which does not exist"));

    internal static CniDns Parse(string content)
    {
        var (nameservers, search, options) = (new List<string>(), new List<string>(), new List<string>());
        string domain = "";
        foreach (var line in content.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[0][0] is '#' or ';')
                continue;
            switch (words[0])
            {
                case "nameserver": nameservers.Add(words[1]); break;
                case "domain": domain = words[1]; break;
                case "search": search.AddRange(words[1..]); break;
                case "options": options.AddRange(words[1..]); break;
            }
        }
        return new() { Nameservers = nameservers, Domain = domain, Search = search, Options = options };
    }
}
