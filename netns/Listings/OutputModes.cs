namespace Netctl.Listings;

/// <summary>How what is shown is to look, by the options before or after the verb.</summary>
internal readonly record struct OutputModes
{
    /// <summary>-j: the keys of <c>ip -j</c>.</summary>
    public bool Json { get; init; }

    /// <summary>-p: JSON with a line for each value.</summary>
    public bool Pretty { get; init; }

    /// <summary>-br: a line of a few columns for each.</summary>
    public bool Brief { get; init; }

    /// <summary>-o: one line for each, with a backslash where a line would end.</summary>
    public bool OneLine { get; init; }

    /// <summary>-d</summary>
    public bool Details { get; init; }

    /// <summary>How often -s was given: more of it shows more counters.</summary>
    public int Statistics { get; init; }

    /// <summary>-c: paint names, addresses and states.</summary>
    public bool Color { get; init; }
}

/// <summary>What a value is, to be painted as ip paints it.</summary>
internal enum Tone { Plain, Name, Mac, Ipv4, Ipv6, Up, Down }
