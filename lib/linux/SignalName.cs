using System.Globalization;

namespace Linux;

/// <summary>Signals by the names that people and images give them.</summary>
public static class SignalName
{
    // In the order of their numbers (signal(7), x86 and ARM), beginning with 1.
    static readonly string[] s_names =
    [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT",
        "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    const int FirstRealTime = 34;

    /// <summary>The highest number that a signal has.</summary>
    public const int Last = Libc.SIGRTMAX;

    /// <summary>Null for what is none. "SIGQUIT", "quit" and "3" are one signal; so are "RTMIN+3" and "37".</summary>
    public static Signal? Find(string text)
    {
        string name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        int index = Array.IndexOf(s_names, name);
        if (index >= 0)
            return (Signal)(index + 1);
        var (first, number) = name.StartsWith("RTMIN", StringComparison.Ordinal) ? (FirstRealTime, name[5..] is "" ? "0" : name[5..].TrimStart('+')) : (0, name);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && first + value is > 0 and <= Libc.SIGRTMAX
            ? (Signal)(first + value)
            : null;
    }

    /// <summary>What asks a container to end: SIGTERM unless it is said, or said wrongly.</summary>
    public static Signal ToStop(string said) => Find(said) ?? Signal.Terminate;
}
