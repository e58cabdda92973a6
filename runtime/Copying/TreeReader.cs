using Hull.Archives;
using Hull.Layers;
using Linux;

namespace Hull.Copying;

/// <summary>Reads a file, or a folder with all that is in it, without following a link.</summary>
internal sealed class TreeReader(IEntries to)
{
    readonly Dictionary<ulong, string> _read = [];
    readonly byte[] _buffer = new byte[1 << 18];

    /// <summary>How many bytes the files hold.</summary>
    public long Size { get; private set; }

    /// <param name="name">What it is called there; "." for a folder whose content goes straight into what is there.</param>
    public void Read(FolderEntry entry, string name)
    {
        if (entry.Kind == FileKind.Socket)
            return;   // who made it makes it again
        if (entry is { Kind: FileKind.File, Links: > 1 } && !_read.TryAdd(entry.Inode, name))
        {
            to.Add(ChangesWriter.Described(entry, name) with { Kind = TarKind.HardLink, Target = _read[entry.Inode] });
            return;
        }
        var described = ChangesWriter.Described(entry, name) with { Attributes = [.. entry.Attributes().Where(one => IsCopied(one.Name))] };
        if (entry.Kind == FileKind.File)
            ReadFile(entry, described);
        else
            to.Add(described);
        if (entry.Kind == FileKind.Folder)
            ReadFolder(entry, name);
    }

    // Those of the file systems' own making stay where they are.
    static bool IsCopied(string attribute) => attribute == "security.capability" || attribute.StartsWith("user.", StringComparison.Ordinal);

    void ReadFolder(FolderEntry entry, string name)
    {
        using var folder = entry.Open();
        foreach (var inner in FolderEntry.List(folder))
            Read(inner, name == "." ? inner.Name : $"{name}/{inner.Name}");
    }

    // It may be written to meanwhile: it is taken as long as it was when it was looked at.
    void ReadFile(FolderEntry entry, TarEntry described)
    {
        using var content = entry.Open();
        to.Add(described with { Length = entry.Length, Stored = entry.Length });
        for (long at = 0; at < entry.Length;)
        {
            var part = _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, entry.Length - at));
            int size = content.ReadAt(part, at);
            if (size == 0) part.Clear();
            else part = part[..size];
            to.Content(part);
            at += part.Length;
        }
        if (entry.Length > 0) to.EndContent();
        Size += entry.Length;
    }
}
