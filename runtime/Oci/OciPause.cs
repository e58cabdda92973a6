using Linux;

namespace Hull.Oci;

/// <summary>pause and resume.</summary>
internal static class OciPause
{
    public static int Pause(OciContainer container)
    {
        if (container.Status is not ("running" or "created"))
            throw new HullException($"cannot pause container {container.Id}: it is {container.Status}, not running", exitCode: 1);
        Freezer(container).Freeze();
        return 0;
    }

    public static int Resume(OciContainer container)
    {
        if (container.Status != "paused")
            throw new HullException($"cannot resume container {container.Id}: it is {container.Status}, not paused", exitCode: 1);
        Freezer(container).Thaw();
        return 0;
    }

    static CgroupFreezer Freezer(OciContainer container) =>
        CgroupFreezer.Of(container.Cgroup) ?? throw new HullException("this machine has no control groups that freeze their processes", exitCode: 1);
}
