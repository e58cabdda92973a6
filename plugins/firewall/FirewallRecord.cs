using System.Net;
using Cni;
using Linux;
using Plugins.Shared;

namespace Plugins.Firewall;

/// <summary>
/// What an attachment has where nothing says whose it is: the reference plugin's rules and firewalld's zones tell of addresses alone. A file of its own for each,
/// written before the first rule and removed after the last, tells a DEL without a result, and GC, what to take away.
/// </summary>
internal sealed record FirewallRecord(string Backend, string Zone, string? Bridge, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>Of this boot, as the rules are: one folder a network, one file an attachment.</summary>
    const string Folder = "/run/cni/firewall";

    const int LongestNetwork = 200, LongestContainer = 200;

    /// <summary>Lets one at a time look for what is missing among iptables' rules and make it.</summary>
    public static FileLock TakeTurn()
    {
        Linux.Folder.Ensure(Folder);
        return FileLock.Take($"{Folder}/.lock");
    }

    public static FirewallRecord? Find(string network, AttachmentKey key) => SmallFile.Find(PathOf(network, key)) is { } text ? Parse(text) : null;

    // One word and its value a line; of what was cut off by a crash, what is whole counts.
    static FirewallRecord Parse(string text)
    {
        string backend = "", zone = "";
        string? bridge = null;
        var addresses = new List<IPAddress>();
        foreach (string line in text.Split('\n'))
            if (line.Split(' ') is [var word, var value])
                switch (word)
                {
                    case "backend": backend = value; break;
                    case "zone": zone = value; break;
                    case "bridge": bridge = value; break;
                    case "address" when IpText.Parse(value) is { } address: addresses.Add(address); break;
                }
        return new(backend, zone, bridge, addresses);
    }

    public void Write(string network, AttachmentKey key)
    {
        Linux.Folder.Ensure(FolderOf(network));
        SmallFile.Put(PathOf(network, key), ToString(), 0x180 /* 0600 */);
    }

    public override string ToString() => $"backend {Backend}\nzone {Zone}\n{(Bridge is null ? "" : $"bridge {Bridge}\n")}"
        + string.Concat(Addresses.Select(address => $"address {IpText.Format(address)}\n"));

    public static void Remove(string network, AttachmentKey key) => SmallFile.Remove(PathOf(network, key));

    /// <summary>The files of attachments that are not among the valid ones, with what they say.</summary>
    public static IEnumerable<(string Path, FirewallRecord Record)> Garbage(string network, IReadOnlySet<AttachmentKey> valid)
    {
        if (!Directory.Exists(FolderOf(network)))
            yield break;
        var live = valid.Select(key => PathOf(network, key)).ToHashSet();
        foreach (string path in Directory.EnumerateFiles(FolderOf(network)))
            if (!live.Contains(path) && SmallFile.Find(path) is { } text)
                yield return (path, Parse(text));
    }

    static string FolderOf(string network) => $"{Folder}/{Owner.Shorten(network, LongestNetwork)}";

    static string PathOf(string network, AttachmentKey key) => $"{FolderOf(network)}/{Owner.Shorten(key.ContainerId, LongestContainer)}:{key.IfName}";
}
