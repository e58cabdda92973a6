using Cni;

namespace Plugins.Bridge;

/// <summary>The key <c>vlanTrunk</c>: a list of <c>{"id": 5}</c> and <c>{"minID": 20, "maxID": 23}</c>.</summary>
internal static class VlanTrunk
{
    public const int Lowest = 1, Highest = 4094;

    /// <summary>All VLANs of the list, each once, in order.</summary>
    public static IReadOnlyList<ushort> Read(List<ConfigObject> items, List<string> problems)
    {
        if (items.Count == 0)
            return [];
        var vlans = new SortedSet<ushort>();
        foreach (var item in items)
        {
            int? id = item.FindInt("id"), first = item.FindInt("minID"), last = item.FindInt("maxID");
            if (Problem(id, first, last) is { } problem)
            {
                problems.Add(problem);
                continue;
            }
            if (id is { } one)
                vlans.Add((ushort)one);
            for (int vlan = first ?? 0; vlan <= last; vlan++)
                vlans.Add((ushort)vlan);
        }
        return [.. vlans];
    }

    static string? Problem(int? id, int? first, int? last)
    {
        if (first is not null && !IsVlan(first))
            return "incorrect trunk minID parameter";
        if (last is not null && !IsVlan(last))
            return "incorrect trunk maxID parameter";
        if (first is not null && last is null)
            return "minID and maxID should be configured simultaneously, maxID is missing";
        if (first is null && last is not null)
            return "minID and maxID should be configured simultaneously, minID is missing";
        if (first > last)
            return "minID is greater than maxID in trunk parameter";
        return id is not null && !IsVlan(id) ? "incorrect trunk id parameter" : null;
    }

    static bool IsVlan(int? id) => id is >= Lowest and <= Highest;
}
