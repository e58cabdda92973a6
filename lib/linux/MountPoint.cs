namespace Linux;

/// <summary>A mount that the calling thread sees: a line of /proc/thread-self/mountinfo (proc_pid_mountinfo(5)).</summary>
public sealed record MountPoint(int Id, int ParentId, string Path, bool IsReadOnly)
{
    /// <summary>All of them; of several on one path the last is on top.</summary>
    public static IReadOnlyList<MountPoint> List() =>
        [.. SmallFile.Find("/proc/thread-self/mountinfo")!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    static MountPoint Parse(string line)
    {
        string[] words = line.Split(' ');
        return new(int.Parse(words[0]), int.Parse(words[1]), Unescape(words[4]), words[5].Split(',').Contains("ro"));
    }

    // Blanks, line ends and backslashes in a path are written as \ and three octal digits.
    static string Unescape(string path)
    {
        string[] parts = path.Split('\\');
        return parts[0] + string.Concat(parts[1..].Select(part => (char)Convert.ToInt32(part[..3], 8) + part[3..]));
    }
}
