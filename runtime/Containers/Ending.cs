using Linux;

namespace Hull.Containers;

/// <summary>The end of a container's monitor, by when all is undone.</summary>
internal static class Ending
{
    /// <summary>Waits for it. A container that does not run is not waited for.</summary>
    public static void WaitFor(Container container)
    {
        if (!Directory.Exists(container.Files.Run))
            return;
        try
        {
            // The monitor holds this lock until it is gone.
            FileLock.Take(container.Files.Lock).Dispose();
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry)
        {
            return;   // its folder went first
        }
    }
}
