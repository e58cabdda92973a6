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
    /// <summary>By the kernel's name, such as CAP_CHOWN; null when there is none of that name.</summary>
    public static Capability? Find(string name) =>
        name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase)
        && Enum.TryParse<Capability>(name[4..].Replace("_", ""), ignoreCase: true, out var found)
            ? found
            : null;

    /// <summary>All that this process could ever have or give (its bounding set), by the kernel's names.</summary>
    public static IEnumerable<string> Available()
    {
        foreach (var capability in Enum.GetValues<Capability>())
            if (Libc.prctl(Libc.PR_CAPBSET_READ, (nuint)capability) == 1)
                yield return NameOf(capability);
    }

    /// <summary>Whether this process could ever have or give it.</summary>
    public static bool IsInBounds(Capability capability) => Libc.prctl(Libc.PR_CAPBSET_READ, (nuint)capability) == 1;

    /// <summary>Lets programs that this thread becomes have it, though their files say nothing of it. It is to be permitted and inheritable.</summary>
    public static void MakeAmbient(Capability capability) =>
        Check(Libc.prctl(Libc.PR_CAP_AMBIENT, Libc.PR_CAP_AMBIENT_RAISE, (nuint)capability), $"make capability {capability} ambient");

    // SysAdmin is CAP_SYS_ADMIN.
    static string NameOf(Capability capability) =>
        "CAP_" + string.Concat(capability.ToString().Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));

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

    static ulong Mask(IEnumerable<Capability> capabilities) => capabilities.Aggregate(0UL, (mask, one) => mask | 1UL << (int)one);
}
