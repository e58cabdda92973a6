using System.Globalization;

namespace Cni;

/// <summary>A version of the CNI specification: 0.1.0 to 1.1.0 are known here, and any other can still be compared.</summary>
public readonly record struct CniVersion(int Major, int Minor, int Patch) : IComparable<CniVersion>
{
    static readonly CniVersion[] s_known = [new(0, 1, 0), new(0, 2, 0), new(0, 3, 0), new(0, 3, 1), new(0, 4, 0), new(1, 0, 0), new(1, 1, 0)];

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<CniVersion> Known => s_known;

    public static CniVersion Oldest => s_known[0];

    public static CniVersion Newest => s_known[^1];

    /// <summary>Results are lists of interfaces, addresses and routes, and plugins can be chained.</summary>
    public bool HasLists => this >= new CniVersion(0, 3, 0);

    /// <summary>A DEL is told the result of the ADD, and CHECK exists.</summary>
    public bool HasCheck => this >= new CniVersion(0, 4, 0);

    /// <summary>GC and STATUS exist.</summary>
    public bool HasGc => this >= new CniVersion(1, 1, 0);

    /// <summary>The version a configuration names; one that names none means the oldest. Null for what is no version of ours.</summary>
    public static CniVersion? Find(string text)
    {
        if (text == "")
            return Oldest;
        foreach (var known in s_known)
            if (known.ToString() == text)
                return known;
        return null;
    }

    /// <summary>Reads one to three numbers with dots between them. Null for anything else.</summary>
    public static CniVersion? Parse(string text) => Parse(text, out _);

    /// <param name="text">The version.</param>
    /// <param name="problem">When it is none: why, in the reference's words.</param>
    internal static CniVersion? Parse(string text, out string problem)
    {
        Span<int> numbers = stackalloc int[3];
        var parts = text.Split('.');
        problem = parts.Length > 3 ? $"invalid version \"{text}\": too many parts" : "";
        for (int i = 0; i < parts.Length && problem == ""; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                problem = $"failed to convert {s_partNames[i]} version part \"{parts[i]}\": not a number";
        return problem == "" ? new(numbers[0], numbers[1], numbers[2]) : null;
    }

    static readonly string[] s_partNames = ["major", "minor", "micro"];

    public int CompareTo(CniVersion other) =>
        Major != other.Major ? Major.CompareTo(other.Major) : Minor != other.Minor ? Minor.CompareTo(other.Minor) : Patch.CompareTo(other.Patch);

    public static bool operator <(CniVersion a, CniVersion b) => a.CompareTo(b) < 0;
    public static bool operator >(CniVersion a, CniVersion b) => a.CompareTo(b) > 0;
    public static bool operator <=(CniVersion a, CniVersion b) => a.CompareTo(b) <= 0;
    public static bool operator >=(CniVersion a, CniVersion b) => a.CompareTo(b) >= 0;

    // Not interpolated: a handler for numbers would set up a pool of buffers, which costs more than all else that VERSION does.
    public override string ToString() => string.Concat([Major.ToString(), ".", Minor.ToString(), ".", Patch.ToString()]);
}
