using Hull.Archives;
using Hull.Containers;
using Linux;

namespace Hull.Copying;

/// <summary>Copies a file or a folder from one end to the other, by docker's rules for what is there and what is not.</summary>
/// <param name="FollowsLink">Whether a symbolic link that is named is what it leads to.</param>
/// <param name="KeepsOwners">Whether the copies belong to whom the originals belong to; else to root.</param>
internal sealed record Copy(CopyEnd From, CopyEnd To, bool FollowsLink, bool KeepsOwners)
{
    /// <summary>How many bytes the files hold.</summary>
    public long Run()
    {
        if (From.IsStream)
            return Unpack();
        var (root, open) = From.OpenRoot();
        using var rootIsOpen = open;
        using var source = Place.Find(root, From.FromRoot, FollowsLink || From.IsFolder) is { Entry: not null } found ? found : throw Missing();
        if (From.IsFolder && !source.IsFolder)
            throw new HullException($"{From} is not a directory", exitCode: 1);
        return To.IsStream ? Pack(source) : CopyTo(source);
    }

    HullException Missing() => new(From.Container is null
        ? $"{From.Path}: no such file or directory"
        : $"Could not find the file {From.Path} in container {From.Container}", exitCode: 1);

    string NameThere => From.IsContent ? "." : From.Name;

    long Pack(Place source)
    {
        var tar = new TarWriter(Stdio.WriteOutput);
        var reader = new TreeReader(tar);
        reader.Read(source.Entry!, NameThere);
        tar.End();
        return reader.Size;
    }

    long CopyTo(Place source)
    {
        var (root, open) = To.OpenRoot();
        using var rootIsOpen = open;
        using var target = Place.Find(root, To.FromRoot, follow: true)
            ?? throw new HullException($"cannot copy to {To}: the directory it would be in does not exist", exitCode: 1);
        var (folder, name) = Destination(source, target);
        using var folderIsOpen = folder;
        using var writer = new FolderWriter(folder, KeepsOwners);
        var reader = new TreeReader(writer);
        reader.Read(source.Entry!, name);
        return reader.Size;
    }

    // Into a folder that is there by its own name; else under the name that is given.
    (FileDescriptor Folder, string Name) Destination(Place source, Place target)
    {
        if (target.IsFolder)
            return (target.Open(), source.IsFolder && From.IsContent ? "." : source.Name == "." && NameThere == "." ? "." : NameThere);
        if (target.Entry is not null && source.IsFolder)
            throw new HullException($"cannot copy a directory to {To}, which is a file", exitCode: 1);
        if (To.IsFolder && (target.Entry is not null || !source.IsFolder))
            throw new HullException($"cannot copy to {To}: {(target.Entry is null ? "that directory does not exist" : "it is not a directory")}", exitCode: 1);
        return (FolderEntry.Find(target.Folder, ".")!.Open(), target.Name);
    }

    long Unpack()
    {
        var (root, open) = To.OpenRoot();
        using var rootIsOpen = open;
        using var target = Place.Find(root, To.FromRoot, follow: true);
        if (target is not { IsFolder: true })
            throw new HullException($"destination \"{To}\" must be a directory: what comes by standard input is a tar of what goes into it", exitCode: 1);
        using var archive = ArchiveFile.Open("-", () => FileDescriptor.Temporary(ContainerFiles.StoreRoot));
        using var folder = target.Open();
        using var writer = new FolderWriter(folder, keepsOwners: true);
        return Unpack(new TarReader(archive.Content()), writer);
    }

    static long Unpack(TarReader tar, FolderWriter writer)
    {
        long size = 0;
        var buffer = new byte[1 << 18];
        while (tar.Next() is { } entry)
        {
            if (entry.Pieces is not null)
                throw new HullException($"{entry.Name} is a sparse file: have the tar written without --sparse", exitCode: 1);
            writer.Add(entry);
            for (long left = entry.Stored; left > 0;)
            {
                int part = tar.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, left)));
                writer.Content(buffer.AsSpan(0, part));
                left -= part;
                if (left == 0) writer.EndContent();
            }
            size += entry.Stored;
        }
        return size;
    }
}
