using Linux;

namespace Hull.Containers;

/// <summary>hull restart, as those see it who follow what a container writes: from before it is stopped until it runs again somebody holds a lock, which the kernel lets go of when that one dies.</summary>
internal static class Restarting
{
    public static FileLock Begin(Container container) => FileLock.Take(container.Files.RestartLock);

    /// <summary>Whether a container whose monitor is gone runs nevertheless, once nobody is restarting it any more.</summary>
    public static bool RunsAfter(Container container)
    {
        try
        {
            FileLock.Take(container.Files.RestartLock).Dispose();
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry)
        {
            return false;   // removed
        }
        return !Ending.IsOver(container);
    }
}
