using System.Formats.Tar;
using System.IO.Compression;
using Linux;

namespace Hull.Images;

/// <summary>
/// Unpacks the tar of a root file system, compressed by gzip or not. Whatever its names and links say, nothing is made outside the folder:
/// the kernel takes every path within it.
/// </summary>
internal static class RootTar
{
    /// <summary>A stream of plain tar from one that may be compressed.</summary>
    public static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        var magic = new byte[2];
        int size = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return size == 2 && magic is [0x1f, 0x8b] ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>How many bytes of files it held.</summary>
    public static long Extract(Stream tar, string folder)
    {
        using var root = new RootFolder(folder);
        using var reader = new TarReader(tar, leaveOpen: true);
        // A folder's modes and times are set last: one that is read-only would not take its files, and each file would change its time.
        var folders = new List<TarEntry>();
        long size = 0;
        while (reader.GetNextEntry() is { } entry)
        {
            if (PathIn(entry.Name) is not { } path)
                continue;
            Make(root, path, entry);
            size += entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile ? entry.Length : 0;
            if (entry.EntryType == TarEntryType.Directory)
                folders.Add(entry);
            else if (entry.EntryType is not (TarEntryType.HardLink or TarEntryType.GlobalExtendedAttributes))
                SetOwner(root, path, entry);
        }
        foreach (var entry in folders)
            SetOwner(root, PathIn(entry.Name)!, entry);
        return size;
    }

    /// <summary>The name as a path below the root; null for the root itself. One that would lead elsewhere is refused.</summary>
    public static string? PathIn(string name)
    {
        if (name.StartsWith('/'))
            throw new HullException($"the archive's entry {name} has an absolute name, which a root file system's archive must not have");
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToList();
        if (parts.Contains(".."))
            throw new HullException($"the archive's entry {name} leaves the root file system");
        return parts.Count == 0 ? null : string.Join('/', parts);
    }

    static void Make(RootFolder root, string path, TarEntry entry)
    {
        if (entry.EntryType != TarEntryType.Directory)
            root.RemoveFile(path);   // a later entry of the same name takes the place of an earlier one
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                root.MakeFolder(path).Dispose();
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                CopyTo(root, path, entry);
                break;
            case TarEntryType.SymbolicLink:
                root.MakeLink(path, entry.LinkName);
                break;
            case TarEntryType.HardLink:
                root.MakeHardLink(path, PathIn(entry.LinkName) ?? throw new HullException($"the archive's entry {entry.Name} is a link to the root"));
                break;
            case TarEntryType.CharacterDevice or TarEntryType.BlockDevice:
                var device = (PosixTarEntry)entry;
                uint kind = entry.EntryType == TarEntryType.BlockDevice ? RootFolder.BlockDevice : RootFolder.CharacterDevice;
                root.MakeNode(path, kind | (uint)entry.Mode, (uint)device.DeviceMajor, (uint)device.DeviceMinor);
                break;
            case TarEntryType.Fifo:
                root.MakeNode(path, RootFolder.NamedPipe | (uint)entry.Mode, 0, 0);
                break;
            case TarEntryType.GlobalExtendedAttributes:
                break;
            default:
                throw new HullException($"the archive's entry {entry.Name} is of a type, {entry.EntryType}, that no root file system has");
        }
    }

    static void CopyTo(RootFolder root, string path, TarEntry entry)
    {
        using var file = root.MakeFile(path);
        if (entry.DataStream is not { } content)
            return;
        var part = new byte[65536];
        while (content.Read(part) is var size and > 0)
            file.Write(part.AsSpan(0, size));
    }

    static void SetOwner(RootFolder root, string path, TarEntry entry) => root.SetOwner(path, (uint)entry.Uid, (uint)entry.Gid,
        entry.EntryType == TarEntryType.SymbolicLink ? null : (uint)entry.Mode);
}
