namespace Linux;

/// <summary>
/// Stops all processes of a control group where they are, and lets them go on (cgroup-v1/freezer-subsystem.rst; cgroup-v2.rst, cgroup.freeze).
/// </summary>
public sealed class CgroupFreezer
{
    const int Tries = 1000;
    static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(5);

    readonly string _folder;
    readonly bool _isV2;

    CgroupFreezer(string folder, bool isV2) => (_folder, _isV2) = (folder, isV2);

    /// <summary>The one of a group. Null when the group is gone, or this machine freezes nothing.</summary>
    public static CgroupFreezer? Of(Cgroup group) =>
        group.FolderOf("freezer") is { } folder && Directory.Exists(folder) ? new(folder, group.Version == 2) : null;

    /// <summary>Stops them, and waits until they all are.</summary>
    public void Freeze()
    {
        for (int tries = 0; tries < Tries; tries++)
        {
            // Again and again: while a process is born or ends, the old freezer may stay between the two states.
            Set(frozen: true);
            if (IsFrozen())
                return;
            new Poll().Wait(s_between);
        }
        Set(frozen: false);
        throw new LinuxException("freeze the processes: some of them do not stop", Errno.Busy);
    }

    /// <summary>Lets them go on. That the group is gone is as good.</summary>
    public void Thaw()
    {
        try
        {
            Set(frozen: false);
        }
        catch (LinuxException e) when (e.Errno is Errno.NoEntry or Errno.NoDevice)
        {
            return;
        }
    }

    void Set(bool frozen)
    {
        if (_isV2)
            SmallFile.Write($"{_folder}/cgroup.freeze", frozen ? "1" : "0");
        else
            SmallFile.Write($"{_folder}/freezer.state", frozen ? "FROZEN" : "THAWED");
    }

    /// <summary>Whether they are stopped, all of them.</summary>
    public bool IsFrozen() => _isV2
        ? (SmallFile.Find($"{_folder}/cgroup.events") ?? "").Split('\n').Contains("frozen 1")
        : (SmallFile.Find($"{_folder}/freezer.state") ?? "").TrimEnd() == "FROZEN";
}
