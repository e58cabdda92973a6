using static Linux.LinuxException;

namespace Linux;

/// <summary>Root's powers, one by one (capabilities(7)), under the kernel's numbers. "CAP_NET_RAW" is <see cref="NetRaw"/>.</summary>
public enum Capability
{
    Chown, DacOverride, DacReadSearch, Fowner, Fsetid, Kill, Setgid, Setuid, Setpcap, LinuxImmutable, NetBindService, NetBroadcast, NetAdmin,
    NetRaw, IpcLock, IpcOwner, SysModule, SysRawio, SysChroot, SysPtrace, SysPacct, SysAdmin, SysBoot, SysNice, SysResource, SysTime,
    SysTtyConfig, Mknod, Lease, AuditWrite, AuditControl, Setfcap, MacOverride, MacAdmin, Syslog, WakeAlarm, BlockSuspend, AuditRead,
    Perfmon, Bpf, CheckpointRestore,
}

/// <summary>Reads, limits and drops capabilities of the calling thread.</summary>
public static class Capabilities
{
    // The kernel's names by their numbers. From the enumeration's own they would be made by looking through metadata, in the start of each container.
    static readonly string[] s_names =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP",
        "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE",
        "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME",
        "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG",
        "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
    ];

    /// <summary>By the kernel's name, such as CAP_CHOWN; null when there is none of that name.</summary>
    public static Capability? Find(string name) =>
        Array.FindIndex(s_names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var number ? (Capability)number : null;

    /// <summary>All that this process could ever have or give (its bounding set), by the kernel's names.</summary>
    public static IEnumerable<string> Available()
    {
        for (int number = 0; number < s_names.Length; number++)
            if (IsInBounds((Capability)number))
                yield return s_names[number];
    }

    /// <summary>Whether this process could ever have or give it.</summary>
    public static bool IsInBounds(Capability capability) => Libc.prctl(Libc.PR_CAPBSET_READ, (nuint)capability) == 1;

    /// <summary>Lets programs that this thread becomes have it, though their files say nothing of it. It is to be permitted and inheritable.</summary>
    public static void MakeAmbient(Capability capability) =>
        Check(Libc.prctl(Libc.PR_CAP_AMBIENT, Libc.PR_CAP_AMBIENT_RAISE, (nuint)capability), $"make capability {capability} ambient");

    /// <summary>Limits for good what this thread, and any program it becomes, can ever have (the bounding set).</summary>
    public static void Bound(IReadOnlyCollection<Capability> keep)
    {
        for (int number = 0; number < 64; number++)
        {
            if (keep.Contains((Capability)number))
                continue;
            if (Libc.prctl(Libc.PR_CAPBSET_DROP, (nuint)number) < 0)
            {
                // The first number that the kernel does not know ends the list.
                if (Last($"drop capability {number}") is { Errno: not Errno.Invalid } failure)
                    throw failure;
                return;
            }
        }
    }

    /// <summary>Sets what this thread may do now (effective) and take up again (permitted), and what a program it runs inherits.</summary>
    public static void Set(IEnumerable<Capability> effective, IEnumerable<Capability> permitted, IEnumerable<Capability> inheritable)
    {
        var (e, p, i) = (Mask(effective), Mask(permitted), Mask(inheritable));
        var header = new Libc.__user_cap_header_struct { version = Libc._LINUX_CAPABILITY_VERSION_3 };
        ReadOnlySpan<Libc.__user_cap_data_struct> data =
        [
            new() { effective = (uint)e, permitted = (uint)p, inheritable = (uint)i },
            new() { effective = (uint)(e >> 32), permitted = (uint)(p >> 32), inheritable = (uint)(i >> 32) },
        ];
        Check(Libc.capset(header, data), "set the capabilities");
    }

    /// <summary>Takes up all that is permitted and not in effect.</summary>
    public static void RaiseAll()
    {
        var header = new Libc.__user_cap_header_struct { version = Libc._LINUX_CAPABILITY_VERSION_3 };
        var data = new Libc.__user_cap_data_struct[2];
        Check(Libc.capget(header, data), "read the capabilities");
        foreach (ref var half in data.AsSpan())
            half.effective = half.permitted;
        Check(Libc.capset(header, data), "set the capabilities");
    }

    /// <summary>Whether this process has <paramref name="capability"/> in effect.</summary>
    public static bool Has(Capability capability)
    {
        var status = SmallFile.Find("/proc/self/status") ?? "";
        int at = status.IndexOf("CapEff:\t", StringComparison.Ordinal);
        return at >= 0 && (Convert.ToUInt64(status.Substring(at + 8, 16), 16) & Mask([capability])) != 0;
    }

    static ulong Mask(IEnumerable<Capability> capabilities)
    {
        ulong mask = 0;
        foreach (var capability in capabilities)
            mask |= 1UL << (int)capability;
        return mask;
    }
}
