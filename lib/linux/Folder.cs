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
}
