using Linux;

namespace Cni;

/// <summary>
/// What the specification wants of a runtime: a network's GC runs beside no ADD and no DEL of it, while those of different containers go side
/// by side. A lock on a file by flock(2), so that it holds between programs and ends with its holder.
/// </summary>
internal static class NetworkLock
{
    // Gone after a restart of the machine, as whatever was running is.
    const string Directory = "/run/cni/locks";

    /// <summary>For one of many: waits for a GC to end.</summary>
    public static FileLock Share(NetworkList network) => FileLock.Share(FileOf(network));

    /// <summary>For GC: waits until nobody else is at work, and keeps everybody out.</summary>
    public static FileLock Alone(NetworkList network) => FileLock.Take(FileOf(network));

    static string FileOf(NetworkList network)
    {
        Folder.Ensure(Directory, 0x1c0 /* 0700 */);
        return $"{Directory}/{network.Name}";
    }
}
