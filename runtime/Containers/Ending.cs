using Linux;

namespace Hull.Containers;

/// <summary>The end of a container's monitor, by when all is undone; and what can be done with a container only from then on.</summary>
internal static class Ending
{
    /// <summary>Waits for it. A container that does not run is not waited for.</summary>
    public static void WaitFor(Container container)
    {
        try
        {
            // The monitor holds this lock until it is gone.
            FileLock.Take(container.Files.Lock).Dispose();
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry)
        {
            return;   // removed
        }
    }

    /// <summary>
    /// Does something with a container that is at rest, or as soon as it is when it is about to end; nobody else starts or removes it meanwhile.
    /// False, and nothing is done, when it runs or somebody starts it.
    /// </summary>
    /// <param name="container">Which one.</param>
    /// <param name="act">Gets the container's lock, and holds the containers'.</param>
    public static bool WhenAtRest(Container container, Action<FileLock> act)
    {
        while (true)
        {
            using (AllContainers.Lock())
            {
                if (Container.Find(container.Id) is null)
                    throw new HullException($"container {container.Name} was removed meanwhile", exitCode: 1);
                if (FileLock.TryTake(container.Files.Lock) is { } minded)
                {
                    try
                    {
                        act(minded);
                        return true;
                    }
                    catch
                    {
                        minded.Dispose();
                        throw;
                    }
                }
                if (!IsNear(container))
                    return false;
            }
            WaitABit();
        }
    }

    /// <summary>Whether nobody starts it, minds it, or removes it.</summary>
    public static bool IsOver(Container container)
    {
        try
        {
            using var free = FileLock.TryTake(container.Files.Lock);
            return free is not null;
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry)
        {
            return true;
        }
    }

    /// <summary>For what gives no sign when it is over, and soon is.</summary>
    public static void WaitABit() => new Poll().Wait(TimeSpan.FromMilliseconds(2));

    // Who starts it holds its lock and, from before the containers' is let go of, has a folder in /run, in which there is no process yet.
    static bool IsNear(Container container) => !Directory.Exists(container.Files.Run)
        || container.Files.ReadProcess() is not null && ContainerStatus.Of(container).Phase == Phase.Exited;
}
