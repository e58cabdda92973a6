namespace Linux;

/// <summary>The processes of this machine, as /proc lists them. Each may be gone by the time it is asked about.</summary>
public static class Processes
{
    /// <summary>By number, in the kernel's order: the lower first.</summary>
    public static IEnumerable<int> Ids() => Numbers("/proc");

    /// <summary>The threads of a process; none when it is gone.</summary>
    public static IEnumerable<int> ThreadsOf(int pid) => Numbers($"/proc/{pid}/task");

    /// <summary>What it is called (/proc/PID/comm); null when it is gone.</summary>
    public static string? NameOf(int pid)
    {
        try { return SmallFile.Find($"/proc/{pid}/comm")?.TrimEnd('\n'); }
        catch (LinuxException e) when (e.Errno == Errno.NoProcess) { return null; }   // it ended between the open and the read
    }

    static IEnumerable<int> Numbers(string folder)
    {
        foreach (string name in Folder.Names(folder) ?? [])
            if (char.IsAsciiDigit(name[0]) && int.TryParse(name, out int number))
                yield return number;
    }
}
