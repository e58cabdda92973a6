using System.Globalization;

namespace Linux;

/// <summary>A user, a line of /etc/passwd (passwd(5)).</summary>
public sealed record Account(string Name, uint User, uint Group, string Home, string Shell)
{
    /// <summary>By name or, when nobody has that name, by number; null when there is none.</summary>
    public static Account? Find(string nameOrNumber)
    {
        Account? byNumber = null;
        foreach (string[] fields in Lines("/etc/passwd", 7))
            if (fields[0] == nameOrNumber)
                return Parse(fields);
            else if (fields[2] == nameOrNumber)
                byNumber ??= Parse(fields);
        return byNumber;
    }

    /// <summary>A group's number by its name; null when there is none (group(5)).</summary>
    public static uint? FindGroup(string name)
    {
        foreach (string[] fields in Lines("/etc/group", 4))
            if (fields[0] == name)
                return Number(fields[2]);
        return null;
    }

    /// <summary>Its own group and those that list it as a member.</summary>
    public uint[] Groups()
    {
        var groups = new List<uint> { Group };
        foreach (string[] fields in Lines("/etc/group", 4))
            if (Array.IndexOf(fields[3].Split(','), Name) >= 0 && !groups.Contains(Number(fields[2])))
                groups.Add(Number(fields[2]));
        return [.. groups];
    }

    static Account Parse(string[] fields) => new(fields[0], Number(fields[2]), Number(fields[3]), fields[5], fields[6]);

    static IEnumerable<string[]> Lines(string file, int fields)
    {
        foreach (string line in (SmallFile.Find(file) ?? "").Split('\n'))
            if (line.Split(':') is var found && found.Length >= fields)
                yield return found;
    }

    static uint Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : uint.MaxValue;
}
