namespace Hull.Network;

/// <summary>What interfaces are called in a container: as asked for, else eth0, eth1 and so on.</summary>
internal static class InterfaceNames
{
    const int Longest = 15;

    /// <summary>Gives a name to those that have none.</summary>
    /// <param name="uses">The container's networks to be.</param>
    /// <param name="taken">Names that it has already.</param>
    public static IReadOnlyList<NetworkUse> Give(IReadOnlyList<NetworkUse> uses, IEnumerable<string>? taken = null)
    {
        var names = new HashSet<string>(taken ?? []) { "lo" };
        foreach (var use in uses)
            if (use.IfName != "" && (!names.Add(use.IfName) || !IsValid(use.IfName)))
                throw new HullException($"network {use.Network}: the interface cannot be called \"{use.IfName}\": a name has at most {Longest} characters, and each interface one of its own");
        return [.. uses.Select(use => use.IfName != "" ? use : use with { IfName = Free(names) })];
    }

    /// <summary>The name of one that comes later: behind all that there are, so that it does not come before them.</summary>
    public static string After(IEnumerable<string> taken) =>
        $"eth{taken.Where(name => name.StartsWith("eth", StringComparison.Ordinal)).Select(name => int.TryParse(name.AsSpan(3), out int number) ? number + 1 : 0).DefaultIfEmpty().Max()}";

    /// <summary>Whether the kernel takes it for a link's name.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= Longest && name is not ("." or "..") && name.AsSpan().IndexOfAny("/ :\t") < 0;

    static string Free(HashSet<string> taken)
    {
        for (int number = 0; ; number++)
            if (taken.Add($"eth{number}"))
                return $"eth{number}";
    }
}
