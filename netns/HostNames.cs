using System.Net;
using System.Net.Sockets;
using Linux;

namespace Netctl;

/// <summary>Addresses by name, as /etc/hosts has them: netctl asks no server, so what it says of a network does not hang on another one.</summary>
internal static class HostNames
{
    /// <summary>An address as it is written, or the first that /etc/hosts has for a name; of one family, if asked.</summary>
    /// <param name="ns">The named namespace, whose own /etc/netns/NAME/hosts is asked first; null for none.</param>
    public static IPAddress Resolve(string name, string? ns, AddressFamily family = AddressFamily.Unspecified)
    {
        if (IPAddress.TryParse(name, out var address))
            return Suits(address, family) ? address : throw Unknown(name, "Address family for hostname not supported");
        foreach (string file in Files(ns))
            if (Find(name, file, family) is { } found)
                return found;
        throw Unknown(name, "Name or service not known: it is neither an address nor in /etc/hosts");
    }

    static IEnumerable<string> Files(string? ns) =>
        ns is null || ns.Contains('/') ? ["/etc/hosts"] : [$"/etc/netns/{ns}/hosts", "/etc/hosts"];

    static IPAddress? Find(string name, string file, AddressFamily family)
    {
        foreach (string line in (SmallFile.Find(file) ?? "").Split('\n'))
        {
            string[] words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Skip(1).Contains(name, StringComparer.OrdinalIgnoreCase) && IPAddress.TryParse(words[0], out var address) && Suits(address, family))
                return address;
        }
        return null;
    }

    static bool Suits(IPAddress address, AddressFamily family) => family == AddressFamily.Unspecified || address.AddressFamily == family;

    static CommandFailure Unknown(string name, string why) => new(ExitCode.Kernel, $"{name}: {why}");
}
