using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>How many bytes the files of a folder hold that somebody else may be writing to.</summary>
public static class FolderSize
{
    // A folder is open for each step: who makes deeper ones only has less counted.
    const int Deepest = 256;

    /// <summary>Files of several names count once. No link is followed. Nothing there is 0.</summary>
    public static long Of(string path)
    {
        int fd = Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC);
        if (fd < 0)
            return Last($"look into {path}") is { Errno: not Errno.NoEntry } failure ? throw failure : 0;
        using var top = new FileDescriptor(fd);
        return Of(top, [], depth: 0);
    }

    static long Of(FileDescriptor folder, HashSet<ulong> counted, int depth)
    {
        long size = 0;
        foreach (var name in FolderNames.List(folder))
        {
            if (FolderEntry.Find(folder, Encoding.UTF8.GetString(name.AsSpan(0, name.Length - 1))) is not { } entry)
                continue;
            if (entry.Kind == FileKind.File && (entry.Links == 1 || counted.Add(entry.Inode)))
                size += entry.Length;
            if (entry.Kind != FileKind.Folder || depth == Deepest)
                continue;
            using var inner = entry.Open();
            size += Of(inner, counted, depth + 1);
        }
        return size;
    }
}
