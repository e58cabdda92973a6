using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// Removes a folder with all that somebody else has put into it: names that are no text, and folders in folders deeper than any path is long.
/// </summary>
public static class FolderTree
{
    /// <summary>Nothing there is as good. No link is followed.</summary>
    public static void Delete(string path)
    {
        int fd = Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC);
        if (fd < 0)
        {
            if (Last($"remove {path}") is { Errno: not Errno.NoEntry } failure)
                throw failure;
            return;
        }
        using (var top = new FileDescriptor(fd))
            Empty(top, path);
        if (Libc.rmdir(path) < 0 && Last($"remove {path}") is { Errno: not Errno.NoEntry } refusal)
            throw refusal;
    }

    // A folder that is not empty is moved up to the top and waits there for its turn, so that none is ever more than two deep, however deep it was.
    static void Empty(FileDescriptor top, string path)
    {
        var waiting = new Queue<byte[]>(FolderNames.List(top));
        int moved = 0;
        while (waiting.TryDequeue(out var name))
        {
            if (Removed(top, name, path))
                continue;
            using var folder = new FileDescriptor(
                Check(Libc.openat(top, name, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC), $"open a folder in {path}"));
            foreach (var inner in FolderNames.List(folder))
                if (!Removed(folder, inner, path))
                    waiting.Enqueue(MoveUp(folder, inner, top, ref moved, path));
            if (!Removed(top, name, path))
                waiting.Enqueue(name);   // something came in meanwhile
        }
    }

    static byte[] MoveUp(FileDescriptor folder, byte[] inner, FileDescriptor top, ref int moved, string path)
    {
        while (true)
        {
            byte[] name = [.. Encoding.ASCII.GetBytes($".removed-{moved++}"), 0];
            if (Libc.renameat(folder, inner, top, name) == 0)
                return name;
            if (Last($"remove a folder in {path}") is { Errno: not (Errno.Exists or Errno.NotEmpty or Errno.NotDirectory) } failure)
                throw failure;   // else somebody had that very name
        }
    }

    // False for a folder that is not empty.
    static bool Removed(FileDescriptor folder, byte[] name, string path)
    {
        if (Libc.unlinkat(folder, name, 0) == 0)
            return true;
        var failure = Last($"remove a file in {path}");
        if (failure.Errno == Errno.NoEntry)
            return true;
        if (failure.Errno is not (Errno.IsDirectory or Errno.NotPermitted))
            throw failure;
        if (Libc.unlinkat(folder, name, Libc.AT_REMOVEDIR) == 0)
            return true;
        failure = Last($"remove a folder in {path}");
        return failure.Errno is Errno.NotEmpty or Errno.Exists ? false : throw failure;
    }
}
