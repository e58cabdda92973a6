using System.Text;
using Cni;
using Linux;
using Plugins.Shared;

namespace Plugins.Names;

/// <summary>
/// The names of one network, in the format of hosts(5): an address, names, and behind # whose they are: the container and its interface. Nobody ever reads
/// half of it: it is replaced as a whole, and by one at a time, who has locked the folder (flock(2)).
/// </summary>
internal sealed class NamesFile : IDisposable
{
    const string OwnerMark = " # ";
    const int LongestName = 200;
    const uint EverybodyReads = 0x1a4 /* 0644 */;

    readonly string _path, _draft;
    readonly FileLock _lock;
    readonly List<string> _lines = [], _before;

    NamesFile(string folder, string network)
    {
        // No network's name begins with a dot.
        string name = Owner.Shorten(network, LongestName);
        (_path, _draft) = ($"{folder}/{name}", $"{folder}/.{name}");
        _lock = FileLock.Take(folder);
        foreach (string line in (SmallFile.Find(_path) ?? "").Split('\n'))
            if (line != "")
                _lines.Add(line);
        _before = [.. _lines];
    }

    /// <summary>Opens the file of a network for oneself alone, and makes its folder if need be.</summary>
    public static NamesFile Open(string folder, string network)
    {
        Folder.Ensure(folder);
        return new(folder, network);
    }

    /// <summary>The same, for who has nothing to add: null when not even the folder is there.</summary>
    public static NamesFile? Find(string folder, string network) => Directory.Exists(folder) ? new(folder, network) : null;

    /// <summary>A line for an address.</summary>
    public static string Line(Cidr address, IEnumerable<string> names, AttachmentKey owner) =>
        $"{IpText.Format(address.Address)} {string.Join(' ', names)}{OwnerMark}{owner.ContainerId} {owner.IfName}";

    public bool Holds(string line) => _lines.Contains(line);

    public void Add(string line) => _lines.Add(line);

    public void Remove(AttachmentKey owner)
    {
        string mark = $"{OwnerMark}{owner.ContainerId} {owner.IfName}";
        _lines.RemoveAll(line => line.EndsWith(mark, StringComparison.Ordinal));
    }

    /// <summary>Removes what attachments have that are not among the valid ones. A line without an owner is somebody else's, and stays.</summary>
    public void RemoveUnless(IReadOnlySet<AttachmentKey> valid) => _lines.RemoveAll(line => OwnerOf(line) is { } owner && !valid.Contains(owner));

    static AttachmentKey? OwnerOf(string line)
    {
        int at = line.LastIndexOf(OwnerMark, StringComparison.Ordinal);
        return at >= 0 && line[(at + OwnerMark.Length)..].Split(' ') is [var container, var ifName] ? new(container, ifName) : null;
    }

    /// <summary>Makes the changes seen. A file without a line is none. It need not outlive the machine's run, which no container does.</summary>
    public void Save()
    {
        if (_lines.Count > 0 && !_lines.SequenceEqual(_before))
        {
            AtomicFile.Write(_path, Encoding.UTF8.GetBytes(string.Join('\n', _lines) + "\n"), EverybodyReads, flush: false, _draft);
            return;
        }
        SmallFile.Remove(_draft);   // of one who was killed
        if (_lines.Count == 0)
            SmallFile.Remove(_path);
    }

    public void Dispose() => _lock.Dispose();
}
