namespace Hull.Archives;

/// <summary>Names in archives as paths below a root.</summary>
internal static class EntryPath
{
    /// <summary>The name as a path below the root; null for the root itself. One that would lead elsewhere is refused.</summary>
    public static string? In(string name)
    {
        if (name.StartsWith('/'))
            throw new ArchiveException($"{name} has an absolute name, which an entry must not have");
        if (!name.Contains("//", StringComparison.Ordinal) && !name.Contains('.') && name is not "" && name[^1] != '/')
            return name;
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToList();
        if (parts.Contains(".."))
            throw new ArchiveException($"{name} leads out of the root");
        return parts.Count == 0 ? null : string.Join('/', parts);
    }
}
