using Linux;

namespace Hull.Containers;

/// <summary>
/// Where a container's files are: in /run/hull what lives only while it runs, in /var/lib/hull what outlives it and the machine's next start.
/// Both folders are root's alone.
/// </summary>
internal sealed class ContainerFiles(string id)
{
    public const string RunRoot = "/run/hull", StoreRoot = "/var/lib/hull", AllContainers = $"{StoreRoot}/containers";
    public const uint RootOnly = 0x1c0;   // 0700

    /// <summary>config.json and the mount point of the root: what the lower half is given.</summary>
    public string Bundle => $"{Run}/bundle";
    public string Hosts => $"{Bundle}/hosts";
    public string ResolvConf => $"{Bundle}/resolv.conf";
    public string HostName => $"{Bundle}/hostname";

    /// <summary>Locked by the monitor for as long as it lives; the kernel lets go of it when it dies, however it dies.</summary>
    public string Lock => $"{Run}/lock";

    /// <summary>The first process: number, start time in ticks, and the time of day, as "PID TICKS SECONDS".</summary>
    public string Process => $"{Run}/process";
    public string Run => $"{RunRoot}/{id}";

    public string Record => $"{Store}/container.json";
    public string Journal => $"{Store}/journal";

    /// <summary>"CODE SECONDS", once it has ended.</summary>
    public string Exit => $"{Store}/exit";
    public string Log => $"{Store}/log";

    /// <summary>The name servers that --dns named, as lines of resolv.conf, for who asks in the container's name; missing when there are none.</summary>
    public string AskedServers => $"{Store}/nameservers";

    /// <summary>What the container writes to its root, and the work folder that overlayfs wants beside it.</summary>
    public string Upper => $"{Store}/upper";
    public string Work => $"{Store}/work";
    public string Store => $"{AllContainers}/{id}";

    public void Create()
    {
        foreach (string folder in (string[])[RunRoot, Run, StoreRoot, AllContainers, Store])
            Folder.Ensure(folder, RootOnly);
        foreach (string folder in (string[])[Bundle, $"{Bundle}/rootfs", Upper, Work])
            Directory.CreateDirectory(folder);
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
    public void DeleteRun() => DeleteFolder(Run);

    /// <summary>The lock is in the part that goes last: until then nobody else takes this for garbage.</summary>
    public void DeleteAll()
    {
        DeleteFolder(Store);
        DeleteRun();
    }

    static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    public string? ReadProcess() => SmallFile.Find(Process);

    public string? ReadExit() => SmallFile.Find(Exit);
}
