namespace Linux;

/// <summary>A mount that the calling thread sees: a line of /proc/thread-self/mountinfo (proc_pid_mountinfo(5)).</summary>
/// <param name="Root">What of its file system is mounted; of a namespace "net:[4026532177]".</param>
/// <param name="Type">Of its file system: "tmpfs".</param>
public sealed record MountPoint(int Id, int ParentId, string Root, string Path, bool IsReadOnly, string Type)
{
    /// <summary>All of them; of several on one path the last is on top.</summary>
    public static IReadOnlyList<MountPoint> List() => Of("thread-self")!;

    /// <summary>Those that a process sees; null when it is gone.</summary>
    public static IReadOnlyList<MountPoint>? Of(int pid) => Of($"{pid}");

    static IReadOnlyList<MountPoint>? Of(string process)
    {
        if (SmallFile.Find($"/proc/{process}/mountinfo") is not { } lines)
            return null;
        var mounts = new List<MountPoint>();
        foreach (var line in lines.AsSpan().EnumerateLines())
            if (line.Length > 0)
                mounts.Add(Parse(line.ToString()));
        return mounts;
    }

    static MountPoint Parse(string line)
    {
        string[] words = line.Split(' ', 7);
        return new(int.Parse(words[0]), int.Parse(words[1]), words[3], Unescape(words[4]), words[5].StartsWith("ro,", StringComparison.Ordinal) || words[5] == "ro",
            TypeIn(words[6]));
    }

    // Behind what a mount may or may not have, of which a hyphen is the end.
    static string TypeIn(string rest) => rest[(rest.StartsWith("- ", StringComparison.Ordinal) ? 2 : rest.IndexOf(" - ", StringComparison.Ordinal) + 3)..].Split(' ', 2)[0];

    // Blanks, line ends and backslashes in a path are written as \ and three octal digits.
    static string Unescape(string path)
    {
        if (!path.Contains('\\'))
            return path;
        string[] parts = path.Split('\\');
        return parts[0] + string.Concat(parts[1..].Select(part => (char)Convert.ToInt32(part[..3], 8) + part[3..]));
    }
}
