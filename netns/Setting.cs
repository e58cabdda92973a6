using Linux;

namespace Netctl;

/// <summary>A key of sysctl(8), as it was written, with the value that it is to have.</summary>
/// <param name="Path">Below /proc/sys, with slashes; each part may have * and ? in it.</param>
/// <param name="Value">Null to show it.</param>
internal sealed record Setting(string Name, string Path, string? Value)
{
    public bool IsPattern => Path.AsSpan().ContainsAny('*', '?');

    // The first separator tells which of the two separates; the other is then part of a name.
    public static Setting Parse(string word)
    {
        int equals = word.IndexOf('=');
        string name = (equals < 0 ? word : word[..equals]).Trim();
        int first = name.AsSpan().IndexOfAny('.', '/');
        string path = first >= 0 && name[first] == '.' ? Exchanged(name) : name;
        return name == "" || path.Split('/').Any(part => part is "" or "." or "..")
            ? throw Words.Wrong($"\"{word}\" is no setting's name: KEY, or KEY=VALUE")
            : new Setting(name, path, equals < 0 ? null : word[(equals + 1)..].Trim());
    }

    /// <summary>As sysctl(8) writes it: with dots, and a slash where a name has a dot.</summary>
    public static string NameOf(string path) => Exchanged(path);

    static string Exchanged(string name) => string.Concat(name.Select(c => c switch { '.' => '/', '/' => '.', var other => other }));

    /// <summary>The settings that are meant, by path: one, those of a folder and all below it, or those that match.</summary>
    public List<string> Matching()
    {
        var found = new List<string> { "" };
        foreach (string part in Path.Split('/'))
            found = [.. found.SelectMany(folder => Below(folder, part))];
        return [.. found.SelectMany(All)];
    }

    static IEnumerable<string> Below(string folder, string part)
    {
        foreach (string name in Folder.Names($"/proc/sys/{folder}") ?? [])
            if (Wildcard.Matches(part, name))
                yield return folder == "" ? name : $"{folder}/{name}";
    }

    static IEnumerable<string> All(string path) => Folder.Names($"/proc/sys/{path}") is { } names
        ? names.Order(StringComparer.Ordinal).SelectMany(name => All($"{path}/{name}"))
        : [path];
}
