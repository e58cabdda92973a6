using System.Runtime.InteropServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Folders, made with the permissions they are to have.</summary>
public static class Folder
{
    /// <summary>Makes the folder, and those it is to be in, unless it is there.</summary>
    public static void Ensure(string path, uint mode = 0x1ed /* 0755 */)
    {
        if (Libc.mkdir(path, mode) == 0)
            return;
        var failure = Last($"make folder {path}");
        // In /proc no folder can be made, though its own folder is there: that too is ENOENT.
        if (failure.Errno == Errno.NoEntry && Path.GetDirectoryName(path) is { Length: > 1 } parent && !Directory.Exists(parent))
        {
            Ensure(parent, mode);
            Ensure(path, mode);
        }
        else if (failure.Errno != Errno.Exists)
            throw failure;
    }

    /// <summary>Makes the folder, whose parent is there; false when something of that name is.</summary>
    public static bool TryMake(string path, uint mode)
    {
        if (Libc.mkdir(path, mode) == 0)
            return true;
        return Last($"make folder {path}") is { Errno: not Errno.Exists } failure ? throw failure : false;
    }

    /// <summary>
    /// The names of what is in it, in the kernel's order; null when there is no such folder. .NET's own way costs a third of a millisecond at its first use.
    /// </summary>
    public static List<string>? Names(string path) => List(path, foldersOnly: false);

    /// <summary>As <see cref="Names"/>, of the folders in it alone.</summary>
    public static List<string>? Folders(string path) => List(path, foldersOnly: true);

    static List<string>? List(string path, bool foldersOnly)
    {
        int fd = Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
        if (fd < 0)
            return Last($"open folder {path}") is { Errno: not (Errno.NoEntry or Errno.NotDirectory or Errno.NoProcess) } failure ? throw failure : null;
        using var folder = new FileDescriptor(fd);
        var names = new List<string>();
        var entries = GC.AllocateUninitializedArray<byte>(32 * 1024);
        nint size;
        while ((size = Libc.getdents64(folder, entries, entries.Length)) > 0)
            Read(entries.AsSpan(0, (int)size), path, foldersOnly, names);
        if (size == 0)
            return names;
        // A folder of /proc whose process has just ended.
        return Last($"list folder {path}") is { Errno: not (Errno.NoEntry or Errno.NoProcess) } refusal ? throw refusal : null;
    }

    static unsafe void Read(ReadOnlySpan<byte> entries, string path, bool foldersOnly, List<string> names)
    {
        fixed (byte* start = entries)
            for (int at = 0; at < entries.Length;)
            {
                var entry = (Libc.DirEnt64*)(start + at);
                at += entry->d_reclen;
                if (foldersOnly && entry->d_type is not (Libc.DT_DIR or Libc.DT_UNKNOWN))
                    continue;
                if (Marshal.PtrToStringUTF8((nint)entry->d_name) is { } name and not ("." or "..")
                    && (!foldersOnly || entry->d_type == Libc.DT_DIR || Directory.Exists($"{path}/{name}")))
                    names.Add(name);
            }
    }
}
