using Linux;

namespace Hull.Containers;

/// <summary>
/// Where a container's files are: in /run/hull what lives only while it runs, in /var/lib/hull what outlives that and the machine's next start.
/// Both folders are root's alone.
/// </summary>
internal sealed class ContainerFiles(string id)
{
    public const string RunRoot = "/run/hull", StoreRoot = "/var/lib/hull", AllContainers = $"{StoreRoot}/containers";
    public const uint RootOnly = 0x1c0;   // 0700

    /// <summary>config.json and the files that are mounted over the image's: what the lower half is given.</summary>
    public string Bundle => $"{Store}/bundle";
    public string Hosts => $"{Bundle}/hosts";
    public string ResolvConf => $"{Bundle}/resolv.conf";
    public string HostName => $"{Bundle}/hostname";

    /// <summary>
    /// Locked by whoever makes, starts or removes it, and by the monitor for as long as it lives; the kernel lets go of it when its holder dies, however it dies.
    /// </summary>
    public string Lock => $"{Store}/lock";

    /// <summary>Locked by whoever restarts it; see <see cref="Containers.Restarting"/>.</summary>
    public string RestartLock => $"{Store}/restart-lock";

    /// <summary>There from when somebody begins to start it until all that the start made is undone.</summary>
    public string Run => $"{RunRoot}/{id}";

    /// <summary>The first process: number, start time in ticks, and the time of day, as "PID TICKS SECONDS".</summary>
    public string Process => $"{Run}/process";

    /// <summary>Where its monitor listens for those who look on.</summary>
    public string Control => $"{Run}/control";

    /// <summary>There while its processes are stopped where they are.</summary>
    public string Paused => $"{Run}/paused";

    /// <summary>There between an end of its process and the next start that --restart asks for.</summary>
    public string Restarting => $"{Run}/restarting";

    /// <summary>There when it is to be started again at once: then it is not removed at its end.</summary>
    public string Kept => $"{Run}/kept";

    /// <summary>Its exit code in the end, written into a file that is there before: who waits for it has opened that, and reads it even from a container that is removed.</summary>
    public string Outcome => $"{Run}/outcome";

    public string Record => $"{Store}/container.json";
    public string Journal => $"{Store}/journal";

    /// <summary>When its process was last started, in seconds; missing as long as it never was.</summary>
    public string Started => $"{Store}/started";

    /// <summary>"CODE SECONDS TICKS" once it has ended, the last number being the start time of the process whose end it was, and then "oom" if one of its processes was killed for lack of memory; missing while it runs.</summary>
    public string Exit => $"{Store}/exit";

    /// <summary>There when somebody has asked for its end since it was started: then --restart does nothing.</summary>
    public string Stopped => $"{Store}/stopped";

    /// <summary>How often --restart has started it again since somebody did; missing for never.</summary>
    public string Restarts => $"{Store}/restarts";

    /// <summary>"CODE WHY" when its last start failed.</summary>
    public string Failure => $"{Store}/failure";
    public string Log => $"{Store}/log";

    /// <summary>The name servers that --dns named, as lines of resolv.conf, for who asks in the container's name; missing when there are none.</summary>
    public string AskedServers => $"{Store}/nameservers";

    /// <summary>What the container writes to its root.</summary>
    public ContainerLayers Layers => new(id);
    public string Store => $"{AllContainers}/{id}";

    public void Create()
    {
        foreach (string folder in (string[])[StoreRoot, AllContainers, Store, Bundle])
            Folder.Ensure(folder, RootOnly);
    }

    /// <summary>Says that it is being started. Call it with the containers' lock held, and the container's own.</summary>
    public void CreateRun()
    {
        Folder.Ensure(RunRoot, RootOnly);
        Folder.Ensure(Run, RootOnly);
        SmallFile.Put(Outcome, "", 0x180 /* 0600 */);
        SmallFile.Remove(Stopped);
        SmallFile.Remove(Restarts);
    }

    public byte[]? ReadRecord()
    {
        try
        {
            return File.ReadAllBytes(Record);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What is there only while the container runs.</summary>
    public void DeleteRun() => FolderTree.Delete(Run);

    /// <summary>The record goes first: what is left without one when this is broken off is garbage. Call it with the containers' lock held.</summary>
    public void DeleteAll()
    {
        SmallFile.Remove(Record);
        DeleteRun();
        Layers.Delete();
        FolderTree.Delete(Store);
    }

    public string? ReadProcess() => SmallFile.Find(Process);

    public string? ReadExit() => SmallFile.Find(Exit);
}
