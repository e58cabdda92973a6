using Cni;

namespace Plugins.HostLocal;

/// <summary>Ranges of one family that one address is taken from: <c>ranges[i]</c>.</summary>
internal sealed record RangeSet(IReadOnlyList<AddressRange> Ranges)
{
    /// <summary>Reads a set. Null, and the problems told, when part of it makes no sense.</summary>
    public static RangeSet? Read(IReadOnlyList<ConfigObject> items, int index, List<string> problems)
    {
        var own = new List<string>();
        var ranges = new List<AddressRange>();
        foreach (var item in items)
            if (AddressRange.Read(item, own) is { } range)
                ranges.Add(range);
        if (items.Count == 0)
            own.Add("empty range set");
        FindConflicts(ranges, own);
        foreach (string problem in own)
            problems.Add($"invalid range set {index}: {problem}");
        return own.Count == 0 && ranges.Count == items.Count ? new(ranges) : null;
    }

    static void FindConflicts(List<AddressRange> ranges, List<string> problems)
    {
        for (int i = 0; i < ranges.Count; i++)
            for (int j = i + 1; j < ranges.Count; j++)
                if (ranges[i].Start.IsIPv4 != ranges[j].Start.IsIPv4)
                {
                    problems.Add("mixed address families");
                    return;
                }
                else if (ranges[i].Overlaps(ranges[j]))
                    problems.Add($"subnets {ranges[i]} and {ranges[j]} overlap");
    }

    public bool IsIPv4 => Ranges[0].Start.IsIPv4;

    public AddressRange? RangeOf(IpNumber address)
    {
        foreach (var range in Ranges)
            if (range.Contains(address))
                return range;
        return null;
    }

    public bool Overlaps(RangeSet other) => Ranges.Any(mine => other.Ranges.Any(mine.Overlaps));

    /// <summary>
    /// Every address that may be given out, once, beginning after the one given out last (if that is in this set) and going round.
    /// </summary>
    public IEnumerable<(IpNumber Address, AddressRange Range)> After(IpNumber? last)
    {
        int first = 0;
        UInt128 offset = 0;
        for (int i = 0; last is { } address && i < Ranges.Count; i++)
            if (Ranges[i].Contains(address))
                (first, offset) = (i, address.Value - Ranges[i].Start.Value + 1);

        foreach (var found in Walk(Ranges[first], Ranges[first].Start + offset, Ranges[first].End))
            yield return found;
        for (int i = 1; i < Ranges.Count; i++)
            if (Ranges[(first + i) % Ranges.Count] is var range)
                foreach (var found in Walk(range, range.Start, range.End))
                    yield return found;
        if (offset > 0)
            foreach (var found in Walk(Ranges[first], Ranges[first].Start, Ranges[first].Start + (offset - 1)))
                yield return found;
    }

    static IEnumerable<(IpNumber, AddressRange)> Walk(AddressRange range, IpNumber from, IpNumber to)
    {
        // Counted, not compared: the last address of all has none after it.
        for (UInt128 i = 0; from.Value <= to.Value && i <= to.Value - from.Value; i++)
            if (from + i is var address && address != range.Gateway)
                yield return (address, range);
    }

    public override string ToString() => string.Join(',', Ranges);
}
