using System.Text;

namespace Netfilter.Nft.Listing;

/// <summary>Times as nft writes them: 1h30m, 59s984ms.</summary>
internal static class Duration
{
    static readonly (ulong Milliseconds, string Unit)[] s_units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")];

    public static string Text(ulong milliseconds)
    {
        if (milliseconds == 0) return "0s";
        var text = new StringBuilder();
        foreach (var (size, unit) in s_units)
        {
            if (milliseconds >= size) text.Append(milliseconds / size).Append(unit);
            milliseconds %= size;
        }
        return text.ToString();
    }
}
