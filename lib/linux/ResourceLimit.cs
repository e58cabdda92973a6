using static Linux.LinuxException;

namespace Linux;

/// <summary>A limit on what one process may use (getrlimit(2)): the soft one counts, and it may be raised up to the hard one.</summary>
/// <param name="Name">The kernel's, such as RLIMIT_NOFILE.</param>
public sealed record ResourceLimit(string Name, ulong Soft, ulong Hard)
{
    public const ulong Unlimited = Libc.RLIM_INFINITY;

    // In the order of their numbers, from 0 on.
    static readonly string[] s_names =
    [
        "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_DATA", "RLIMIT_STACK", "RLIMIT_CORE", "RLIMIT_RSS", "RLIMIT_NPROC", "RLIMIT_NOFILE",
        "RLIMIT_MEMLOCK", "RLIMIT_AS", "RLIMIT_LOCKS", "RLIMIT_SIGPENDING", "RLIMIT_MSGQUEUE", "RLIMIT_NICE", "RLIMIT_RTPRIO", "RLIMIT_RTTIME",
    ];

    public static bool Exists(string name) => s_names.Contains(name);

    /// <summary>As this process has it.</summary>
    public static ResourceLimit Current(string name)
    {
        Check(Libc.getrlimit(NumberOf(name), out var found), $"look at {name}");
        return new(name, found.rlim_cur, found.rlim_max);
    }

    /// <summary>What this process can have of it: without CAP_SYS_RESOURCE a hard limit is not raised.</summary>
    public ResourceLimit Possible() =>
        Current(Name).Hard is var most && Hard > most && !Capabilities.Has(Capability.SysResource) ? this with { Soft = Math.Min(Soft, most), Hard = most } : this;

    /// <summary>Takes it, and gives it to all that this process becomes or starts.</summary>
    public void Set() => Check(Libc.setrlimit(NumberOf(Name), new() { rlim_cur = Soft, rlim_max = Hard }), $"set {Name} to {Soft}:{Hard}");

    static int NumberOf(string name) => Array.IndexOf(s_names, name) is var number and >= 0 ? number : throw new ArgumentException($"there is no limit {name}");
}
