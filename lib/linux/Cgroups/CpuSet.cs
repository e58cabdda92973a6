using System.Globalization;

namespace Linux;

/// <summary>Processors or memory nodes by number, as the kernel lists them: "0-2,7".</summary>
public static class CpuSet
{
    const int Most = 8192;

    /// <summary>The numbers; null when the text is no such list.</summary>
    public static IReadOnlySet<int>? Parse(string text)
    {
        var numbers = new SortedSet<int>();
        foreach (string part in text.Trim().Split(','))
        {
            var ends = part.Split('-').Select(end => int.TryParse(end.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1).ToArray();
            if (ends.Length > 2 || ends.Any(end => end is < 0 or > Most) || ends[^1] < ends[0])
                return null;
            for (int number = ends[0]; number <= ends[^1]; number++)
                numbers.Add(number);
        }
        return numbers;
    }
}
