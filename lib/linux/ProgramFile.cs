namespace Linux;

/// <summary>Where an administrator's programs are.</summary>
public static class ProgramFile
{
    static readonly string[] s_sbin = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>PATH, and what daemons that were started with a user's path lack of it.</summary>
    public static IEnumerable<string> Folders =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).Union(s_sbin);

    /// <summary>The file of a program by its name; null when no folder has it.</summary>
    public static string? Find(string name)
    {
        foreach (string folder in Folders)
            if (SmallFile.Size($"{folder}/{name}") is not null)
                return $"{folder}/{name}";
        return null;
    }
}
