using System.Globalization;

namespace Linux;

/// <summary>A process as /proc tells of it (proc_pid_stat(5)).</summary>
/// <param name="User">The one whose rights it has.</param>
/// <param name="State">The kernel's letter: R runs, S sleeps, D waits for a device, Z has ended.</param>
/// <param name="Terminal">Such as pts/0; null for none.</param>
/// <param name="Started">Since when it runs, as a time since the machine's start.</param>
/// <param name="CpuTime">How long processors have worked for it.</param>
/// <param name="VirtualMemory">In bytes, as <paramref name="Memory"/>, which is what of it is there.</param>
/// <param name="Words">Its command line; empty for what has none, such as one that has ended.</param>
public sealed record ProcessDetails(int Pid, int Parent, uint User, char State, string? Terminal, string Name, TimeSpan Started, TimeSpan CpuTime, int Nice, int Threads,
    ulong VirtualMemory, ulong Memory, IReadOnlyList<string> Words)
{
    // USER_HZ, the same on all machines that Linux runs on here.
    const int TicksPerSecond = 100;

    /// <summary>Null when it is gone.</summary>
    public static ProcessDetails? Find(int pid)
    {
        if (Text($"/proc/{pid}/stat") is not { } stat || Text($"/proc/{pid}/status") is not { } status || Text($"/proc/{pid}/cmdline") is not { } command)
            return null;
        int open = stat.IndexOf('('), close = stat.LastIndexOf(')');
        var fields = stat[(close + 2)..].Split(' ');
        int Field(int at) => int.Parse(fields[at], CultureInfo.InvariantCulture);
        TimeSpan Ticks(params ReadOnlySpan<int> at)
        {
            ulong all = 0;
            foreach (int field in at) all += ulong.Parse(fields[field], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds((double)all / TicksPerSecond);
        }
        return new(pid, Field(1), UserOf(status), fields[0][0], TerminalOf(Field(4)), stat[(open + 1)..close], Ticks(19), Ticks(11, 12), Field(16), Field(17),
            ulong.Parse(fields[20], CultureInfo.InvariantCulture), ulong.Parse(fields[21], CultureInfo.InvariantCulture) * (ulong)Environment.SystemPageSize,
            command == "" ? [] : command.TrimEnd('\0').Split('\0'));
    }

    static string? Text(string path)
    {
        try { return SmallFile.Find(path); }
        catch (LinuxException e) when (e.Errno == Errno.NoProcess) { return null; }   // it ended between the open and the read
    }

    // "Uid:\t1000\t1000\t1000\t1000": real, effective, saved, of the file system.
    static uint UserOf(string status)
    {
        int at = status.IndexOf("\nUid:\t", StringComparison.Ordinal);
        return at < 0 ? 0 : uint.Parse(status[(at + 6)..].Split(['\t', '\n'])[1], CultureInfo.InvariantCulture);
    }

    // Documentation/admin-guide/devices.txt: 136 to 143 are the pseudo-terminals, 4 the consoles and, from 64 on, the serial lines.
    static string? TerminalOf(int device)
    {
        int major = device >> 8 & 0xfff, minor = device & 0xff | device >> 12 & 0xfff00;
        return major switch
        {
            >= 136 and <= 143 => $"pts/{minor + 256 * (major - 136)}",
            4 => minor < 64 ? $"tty{minor}" : $"ttyS{minor - 64}",
            5 when minor == 1 => "console",
            _ => null,
        };
    }
}
