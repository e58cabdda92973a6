using System.Globalization;
using System.Text.Json;
using Cni;

namespace Plugins.Tuning;

/// <summary>One entry of <c>sysctl</c>: a kernel setting below net/ and the value it is to have.</summary>
internal sealed record SysctlSetting(string Key, string Value)
{
    const string LinkPlaceholder = "IFNAME";

    /// <summary>The entries of the key <c>sysctl</c>, in their order.</summary>
    /// <param name="duplicate">A key that is there twice; null when none is.</param>
    public static IReadOnlyList<SysctlSetting> ReadAll(ConfigObject json, out string? duplicate)
    {
        duplicate = null;
        var settings = new List<SysctlSetting>();
        var members = json.Object("sysctl");
        if (json.Find("sysctl") is not { ValueKind: JsonValueKind.Object } entries)
            return settings;
        foreach (var entry in entries.EnumerateObject())
        {
            if (settings.Exists(other => other.Key == entry.Name))
                duplicate = entry.Name;
            if (entry.Value.ValueKind == JsonValueKind.String && entry.Value.GetString() is { } value && !value.Contains('\0'))
                settings.Add(new(entry.Name, value));
            else if (entry.Value.ValueKind != JsonValueKind.Null)
                members.Complain(entry.Name, $"is not text: a value is written as \"1\"");
        }
        return settings;
    }

    /// <summary>
    /// The setting's path below /proc/sys, of a link's when the key has IFNAME in it. Null unless it is one of the network's. As sysctl(8) has it, the separator
    /// is the first of '.' and '/' to be found; in a key with dots, a slash is the dot of a link's name.
    /// </summary>
    public string? PathFor(string ifName)
    {
        int first = Key.AsSpan().IndexOfAny('.', '/');
        string path = first >= 0 && Key[first] == '.' ? Swapped(Key) : Key;
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
            if (part is "." or ".." || part.Contains('\0'))
                return null;
            else if (part != "")
                parts.Add(part);
        if (parts.Count < 2 || parts[0] != "net")
            return null;
        string joined = string.Join('/', parts);
        int at = joined.IndexOf(LinkPlaceholder, StringComparison.Ordinal);
        return at < 0 ? joined : joined[..at] + ifName + joined[(at + LinkPlaceholder.Length)..];
    }

    static string Swapped(string key) => string.Create(key.Length, key, (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = from[i] switch { '.' => '/', '/' => '.', var c => c };
    });

    /// <summary>Whether the kernel's text says the same: of several numbers it shows tabs between them, and of 0x10 it shows 16.</summary>
    public static bool Same(string wanted, string found)
    {
        string[] theirs = Words(wanted), ours = Words(found);
        if (theirs.Length != ours.Length)
            return false;
        for (int i = 0; i < theirs.Length; i++)
            if (theirs[i] != ours[i] && (Number(theirs[i]) is not { } number || number != Number(ours[i])))
                return false;
        return true;
    }

    static string[] Words(string text) => text.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    static long? Number(string word)
    {
        bool isHex = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return long.TryParse(isHex ? word.AsSpan(2) : word, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out long number) ? number : null;
    }
}
