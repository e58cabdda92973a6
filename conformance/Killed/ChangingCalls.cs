using System.Text.RegularExpressions;

namespace Conformance.Killed;

/// <summary>
/// The system calls by which a plugin, or netctl, changes anything. Dying as one is entered is dying after the one before has returned,
/// so that the entries of all of them, and of the last write, are all the states there are.
/// </summary>
internal static partial class ChangingCalls
{
    /// <summary>Those that change links, addresses, routes and rules.</summary>
    public const string OfNetlink = "sendto,sendmsg,sendmmsg";

    static readonly string[] s_names =
    [
        "write", "writev", "pwrite64", "ftruncate",           // sysctls, leases, the result
        "openat", "open", "creat",                            // those that create or empty a file
        "link", "linkat", "symlink", "symlinkat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "utimensat",
        "mount", "umount2", "unshare", "open_tree", "move_mount",   // namespaces and their names
        "setns", "flock", "clone", "clone3", "vfork", "fork", "execve", "wait4", "waitid",   // whose network, whose turn, and iptables-restore
    ];

    public static string Names => string.Join(',', [OfNetlink, .. s_names]);

    /// <summary>The points of one run, out of what strace -f wrote of it. Calls that only look (openat to read) are counted but are no points.</summary>
    public static IReadOnlyList<Point> In(string log)
    {
        var counts = new Dictionary<(string Thread, string Call), int>();
        var points = new List<Point>();
        foreach (string line in log.Split('\n'))
        {
            if (Entry().Match(line) is not { Success: true } entry)
                continue;
            string call = entry.Groups["call"].Value, arguments = entry.Groups["arguments"].Value;
            var counter = (entry.Groups["thread"].Value, call);
            int ordinal = counts[counter] = counts.GetValueOrDefault(counter) + 1;
            var point = new Point(call, ordinal);
            if (Changes(call, arguments) && !points.Contains(point))
                points.Add(point);
        }
        return points;
    }

    static bool Changes(string call, string arguments) => call switch
    {
        "openat" or "open" => arguments.Contains("O_CREAT") || arguments.Contains("O_TMPFILE") || arguments.Contains("O_TRUNC"),
        "execve" => arguments.Contains("iptables") || arguments.Contains("ip6tables"),
        "clone3" or "clone" => !arguments.Contains("CLONE_THREAD"),
        _ => true,
    };

    [GeneratedRegex(@"^(?<thread>\d+) +(?<call>\w+)\((?<arguments>.*)")]
    private static partial Regex Entry();
}
