using System.Globalization;

namespace Linux;

/// <summary>A range of user or group ids in a user namespace, and what they are outside of it (user_namespaces(7)).</summary>
public readonly record struct IdMap(uint Inside, uint Outside, uint Size)
{
    /// <summary>CONTAINER:HOST:SIZE; null for what is none.</summary>
    public static IdMap? Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3 && Number(parts[0]) is { } inside && Number(parts[1]) is { } outside && Number(parts[2]) is > 0 and var size
            && (ulong)inside + size <= uint.MaxValue && (ulong)outside + size <= uint.MaxValue ? new(inside, outside, size) : null;
    }

    static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    /// <summary>What an id inside is outside; null when it is nothing there.</summary>
    public static uint? Outwards(IEnumerable<IdMap> maps, uint id)
    {
        foreach (var map in maps)
            if (id >= map.Inside && id - map.Inside < map.Size)
                return map.Outside + (id - map.Inside);
        return null;
    }

    /// <summary>As uid_map and gid_map want it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Inside} {Outside} {Size}");
}
