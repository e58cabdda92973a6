using System.Globalization;
using Linux;

namespace Hull.Commands;

/// <summary>A column of ps(1), which docker's top shows; hull reads /proc itself.</summary>
internal sealed record ProcessColumn(string Heading, Func<ProcessDetails, string> Of)
{
    // By ps's words for -o.
    static readonly Dictionary<string, ProcessColumn> s_known = new()
    {
        ["pid"] = new("PID", one => $"{one.Pid}"),
        ["ppid"] = new("PPID", one => $"{one.Parent}"),
        ["user"] = new("USER", User),
        ["uid"] = new("UID", one => $"{one.User}"),
        ["c"] = new("C", one => $"{(int)Math.Min(99, 100 * Load(one))}"),
        ["%cpu"] = new("%CPU", one => (100 * Load(one)).ToString("0.0", CultureInfo.InvariantCulture)),
        ["%mem"] = new("%MEM", one => (100.0 * one.Memory / Math.Max(1, Machine.Memory)).ToString("0.0", CultureInfo.InvariantCulture)),
        ["vsz"] = new("VSZ", one => $"{one.VirtualMemory / 1024}"),
        ["rss"] = new("RSS", one => $"{one.Memory / 1024}"),
        ["tty"] = new("TT", one => one.Terminal ?? "?"),
        ["stat"] = new("STAT", one => $"{one.State}{(one.Nice < 0 ? "<" : one.Nice > 0 ? "N" : "")}{(one.Threads > 1 ? "l" : "")}"),
        ["s"] = new("S", one => $"{one.State}"),
        ["ni"] = new("NI", one => $"{one.Nice}"),
        ["nlwp"] = new("NLWP", one => $"{one.Threads}"),
        ["stime"] = new("STIME", Started),
        ["time"] = new("TIME", one => Long(one.CpuTime)),
        ["etime"] = new("ELAPSED", one => Short(BootTime.Now - one.Started)),
        ["comm"] = new("COMMAND", one => Plain(one.Name)),
        ["args"] = new("COMMAND", Command),
        ["cmd"] = new("CMD", Command),
    };

    static readonly Dictionary<string, string> s_otherNames = new()
    {
        ["euser"] = "user", ["uname"] = "user", ["euid"] = "uid", ["pcpu"] = "%cpu", ["pmem"] = "%mem", ["tt"] = "tty", ["tname"] = "tty", ["state"] = "s",
        ["nice"] = "ni", ["thcount"] = "nlwp", ["start_time"] = "stime", ["cputime"] = "time", ["ucmd"] = "comm", ["ucomm"] = "comm", ["command"] = "args",
        ["rssize"] = "rss", ["vsize"] = "vsz",
    };

    static readonly string[] s_full = ["user=UID", "pid", "ppid", "c", "stime", "tty=TTY", "time", "cmd"];
    static readonly string[] s_aux = ["user", "pid", "%cpu", "%mem", "vsz", "rss", "tty=TTY", "stat", "stime=START", "time", "args"];

    /// <summary>By ps's options; docker's are -ef.</summary>
    public static IReadOnlyList<ProcessColumn> Choose(string[] options) => options switch
    {
        [] or ["-ef"] or ["-f"] or ["-e", "-f"] => [.. s_full.Select(Named)],
        ["aux"] or ["-aux"] or ["u"] => [.. s_aux.Select(Named)],
        ["-o" or "-eo" or "o", _, ..] => [.. options[1..].SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(Named)],
        _ => throw new HullException($"hull top does not know ps's options \"{string.Join(' ', options)}\": it knows -ef, aux, and -o with columns such as pid,user,comm"),
    };

    // "pid", or "pid=HEADING".
    static ProcessColumn Named(string word)
    {
        string name = word.Split('=')[0];
        var found = s_known.GetValueOrDefault(s_otherNames.GetValueOrDefault(name, name))
            ?? throw new HullException($"hull top has no column {name}; it has {string.Join(", ", s_known.Keys)}");
        return word.Contains('=') ? found with { Heading = word[(name.Length + 1)..] } : found;
    }

    static string User(ProcessDetails process) => Account.Find($"{process.User}")?.Name ?? $"{process.User}";

    static double Load(ProcessDetails process) => BootTime.Now - process.Started is { Ticks: > 0 } age ? process.CpuTime / age : 0;

    // The time of day; after a day the date, after a year that.
    static string Started(ProcessDetails process)
    {
        var (now, age) = (DateTime.Now, BootTime.Now - process.Started);
        var start = now - age;
        return start.ToString(age.TotalHours < 24 ? "HH:mm" : start.Year == now.Year ? "MMMdd" : "yyyy", CultureInfo.InvariantCulture);
    }

    static string Long(TimeSpan time) => time.ToString(time.Days > 0 ? @"d\-hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    static string Short(TimeSpan time) => time.ToString(time.Days > 0 ? @"d\-hh\:mm\:ss" : time.Hours > 0 ? @"hh\:mm\:ss" : @"mm\:ss", CultureInfo.InvariantCulture);

    static string Command(ProcessDetails process) => process.Words.Count == 0 ? $"[{Plain(process.Name)}]" : Plain(string.Join(' ', process.Words));

    // What a container calls itself must not drive our terminal.
    static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
}
