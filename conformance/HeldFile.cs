namespace Conformance;

/// <summary>A file and what it holds.</summary>
/// <param name="Path">From the root.</param>
/// <param name="Mode">As chmod has it, octal.</param>
internal sealed record HeldFile(string Path, string Mode, string Content)
{
    /// <summary>All files under a folder, by name, without the sockets of daemons; those that begin with a dot, or are below what does, only when asked for.</summary>
    public static IEnumerable<HeldFile> Under(string folder, bool hidden)
    {
        if (!Directory.Exists(folder))
            return [];
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device };
        return from path in Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal)
               where !path.EndsWith(".sock") && (hidden || !path[folder.Length..].Contains("/."))
               select new HeldFile(path, Convert.ToString((int)new FileInfo(path).UnixFileMode, 8), File.ReadAllText(path));
    }
}
