using static Linux.LinuxException;

namespace Linux;

/// <summary>How much a file system still takes.</summary>
public static class FreeSpace
{
    /// <summary>In bytes, of the file system that <paramref name="path"/> is in.</summary>
    public static long Of(string path)
    {
        Check(Libc.statfs(path, out var found), $"ask for the free space of {path}");
        return found.f_bavail > (ulong)(long.MaxValue / found.f_bsize) ? long.MaxValue : (long)found.f_bavail * found.f_bsize;
    }
}
