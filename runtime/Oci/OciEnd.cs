using Linux;

namespace Hull.Oci;

/// <summary>kill and delete.</summary>
internal static class OciEnd
{
    public static int Kill(string root, OciArguments args)
    {
        var container = OciContainer.Get(root, OciCommandLine.Id(args));
        string name = args.Words.Count > 1 ? args.Words[1] : "TERM";
        var signal = SignalName.Find(name) ?? throw new HullException($"unknown signal \"{name}\"", exitCode: 1);
        var status = container.Status;
        if (args.Has("all"))
        {
            foreach (int pid in container.Cgroup.Processes())
                ProcessHandle.Find(pid)?.Send(signal);
        }
        else
        {
            using var process = container.Process;
            if (status is not ("created" or "running" or "paused") || process is null || !process.Send(signal))
                throw new HullException($"cannot kill container {container.Id}: container not running", exitCode: 1);
        }
        // One that is stopped where it is does not die of it until it is let go on.
        if (status == "paused" && signal == Signal.Kill)
            CgroupFreezer.Of(container.Cgroup)?.Thaw();
        return 0;
    }

    public static int Delete(string root, OciArguments args)
    {
        string id = OciCommandLine.Id(args);
        bool force = args.Has("force");
        if (OciContainer.Find(root, id) is not { } container)
            return force ? 0 : throw new HullException($"container {id} does not exist", exitCode: 1);   // who forces it wants it gone, and it is
        if (!force && container.Status is var status and ("created" or "running" or "paused"))
            throw new HullException($"cannot delete container {id} that is not stopped: {status}", exitCode: 1);
        Remove(container);
        return 0;
    }

    /// <summary>Ends all that still runs in it, and removes what was made for it.</summary>
    public static void Remove(OciContainer container)
    {
        using (var process = container.Process)
            if (process is not null)
            {
                container.Cgroup.KillAll();
                if (process.Send(Signal.Kill))
                    process.WaitForEnd(Timeout.InfiniteTimeSpan);
            }
        container.Cgroup.Delete();   // which ends whoever is left in it
        OciHooks.Run(container, config => config.Poststop, "poststop");
        container.Delete();
    }
}
