using System.Globalization;
using System.Net;
using Hull.Containers;
using Linux;

namespace Hull.Network;

/// <summary>Who has a port that somebody else wants, and what can be done about it.</summary>
internal static class PortOwner
{
    const string Listening = "0A";   // TCP_LISTEN, in /proc/net/tcp

    public static string Of(PublishedPort port, Container asking)
    {
        var owner = AllContainers.List().FirstOrDefault(other => other.Id != asking.Id
            && Directory.Exists(other.Files.Run) && other.Ports.Any(port.Collides));
        if (owner is not null)
            return $"container {owner.Name}; publish another port, or end it first: hull stop {owner.Name}";
        return FindProcess(port) is var (pid, name)
            ? $"process {name} ({pid}) of this machine; publish another port, or end that process"
            : "another program; publish another port";
    }

    static (int Pid, string Name)? FindProcess(PublishedPort port)
    {
        var sockets = ((string[])["", "6"]).SelectMany(family => Sockets($"/proc/net/{port.Protocol}{family}", port)).ToHashSet();
        if (sockets.Count == 0)
            return null;
        foreach (int pid in Processes.Ids())
            if (HasOneOf(pid, sockets) && Processes.NameOf(pid) is { } name)
                return (pid, name);
        return null;
    }

    // Lines of /proc/net/tcp (proc(5)): number, local address and port, remote ones, state, queues, timer, retransmits, user, timeout, inode.
    static IEnumerable<string> Sockets(string file, PublishedPort port)
    {
        string end = string.Create(CultureInfo.InvariantCulture, $":{port.HostPort:X4}");
        return (SmallFile.Find(file) ?? "").Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 9 && words[1].EndsWith(end, StringComparison.Ordinal) && (port.Protocol != PublishedPort.Tcp || words[3] == Listening)
                && IsInTheWay(words[1][..^end.Length], port.Address))
            .Select(words => $"socket:[{words[9]}]");
    }

    // An address is written as numbers of four bytes, each in the order of the machine.
    static bool IsInTheWay(string hex, IPAddress? wanted)
    {
        var bytes = Convert.FromHexString(hex);
        for (int word = 0; BitConverter.IsLittleEndian && word < bytes.Length; word += 4) Array.Reverse(bytes, word, 4);
        return wanted is null || bytes.All(part => part == 0) || wanted.GetAddressBytes() is var own && (own.All(part => part == 0) || own.AsSpan().SequenceEqual(bytes));
    }

    static bool HasOneOf(int pid, HashSet<string> sockets)
    {
        string folder = $"/proc/{pid}/fd";
        foreach (string name in Folder.Names(folder) ?? [])
            if (LinkIn($"{folder}/{name}") is { } target && sockets.Contains(target))
                return true;
        return false;
    }

    static string? LinkIn(string path)
    {
        try
        {
            return SymbolicLink.Find(path);
        }
        catch (LinuxException)
        {
            return null;   // closed meanwhile
        }
    }
}
