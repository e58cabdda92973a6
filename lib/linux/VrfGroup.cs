namespace Linux;

/// <summary>
/// The control group that <c>ip vrf exec</c> puts a program into, by which its sockets are bound to a VRF. In another network namespace that VRF is not there.
/// </summary>
internal static class VrfGroup
{
    const string Mark = "/vrf/";

    /// <summary>Moves this process to the group that its VRF's is below, if it is in one.</summary>
    public static void Leave()
    {
        string? own = Array.Find((SmallFile.Find("/proc/self/cgroup") ?? "").Split('\n'), line => line.StartsWith("0::", StringComparison.Ordinal));
        int at = own?.IndexOf(Mark, StringComparison.Ordinal) ?? -1;
        if (at < 0)
            return;
        foreach (var mount in MountPoint.List())
            if (mount.Type == "cgroup2")
            {
                SmallFile.Write($"{mount.Path}{own!["0::".Length..at]}/cgroup.procs", "0");
                return;
            }
    }
}
