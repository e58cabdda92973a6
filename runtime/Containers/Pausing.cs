using Linux;

namespace Hull.Containers;

/// <summary>Stops a container's processes where they are, and lets them go on.</summary>
internal static class Pausing
{
    public static void Pause(Container container)
    {
        var status = ContainerStatus.Of(container);
        if (status.Phase == Phase.Paused)
            throw new HullException($"container {container.Name} is paused already", exitCode: 1);
        if (status.Phase != Phase.Running)
            throw new HullException($"container {container.Name} is not running", exitCode: 1);
        var freezer = FreezerOf(container) ?? throw new HullException("this machine has no control groups that freeze their processes", exitCode: 1);
        // Said first: whoever comes after a pause that was broken off finds one that can be unpaused.
        SmallFile.Put(container.Files.Paused, "", 0x180 /* 0600 */);
        try
        {
            freezer.Freeze();
        }
        catch
        {
            SmallFile.Remove(container.Files.Paused);
            throw;
        }
    }

    public static void Unpause(Container container)
    {
        if (ContainerStatus.Of(container).Phase != Phase.Paused)
            throw new HullException($"container {container.Name} is not paused", exitCode: 1);
        Thaw(container);
    }

    /// <summary>Lets them go on, if they do not: one that is paused does not get to see a signal, be it SIGKILL.</summary>
    public static void Thaw(Container container)
    {
        if (ContainerStatus.Of(container).Phase == Phase.Paused)
            FreezerOf(container)?.Thaw();
        SmallFile.Remove(container.Files.Paused);
    }

    static CgroupFreezer? FreezerOf(Container container) => CgroupFreezer.Of(Cgroup.Named(container.CgroupName));
}
