using System.Runtime.CompilerServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// The running executable behind a read-only mount of its own. A program started from it can show the file to whoever it becomes or shares
/// a pid namespace with (/proc/PID/exe), and still nobody can write to it: CVE-2019-5736 was a container that overwrote its runtime.
/// </summary>
public static class OwnExecutable
{
    /// <summary>To be run as /proc/self/fd/N. Nothing is mounted anywhere: the mount ends with the descriptor.</summary>
    public static FileDescriptor OpenReadOnly() => OpenReadOnly("/proc/self/exe");

    /// <summary>
    /// A copy that nothing can change any more, for a process that has the right to change mounts: it could make the read-only one writable again.
    /// It takes some milliseconds.
    /// </summary>
    public static FileDescriptor OpenSealedCopy()
    {
        const string doing = "make a sealed copy of this executable";
        if (IsSealedCopy)
            return FileDescriptor.Open("/proc/self/exe");
        using var own = new FileDescriptor(Check(Libc.open("/proc/self/exe", Libc.O_RDONLY | Libc.O_CLOEXEC), doing));
        var copy = new FileDescriptor(Check(Libc.memfd_create("hull", Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING), doing));
        while (Check(Libc.sendfile(copy, own, 0, 1 << 30), doing) > 0) { }
        Check(Libc.fchmod(copy, 0x1ed /* 0755 */), doing);
        Check(Libc.fcntl(copy, Libc.F_ADD_SEALS, Libc.F_SEAL_SEAL | Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_WRITE), doing);
        return copy;
    }

    static bool IsSealedCopy => (File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: false)?.FullName ?? "").StartsWith("/memfd:hull", StringComparison.Ordinal);

    /// <summary>
    /// Goes on from a sealed copy. What a process starts is, until it has become something else, seen as running what it runs itself: for starting somebody
    /// in a place where others may look into it, and so get hold of that.
    /// </summary>
    public static void GoOnSealed()
    {
        if (IsSealedCopy)
            return;
        using var copy = OpenSealedCopy();
        var environment = Environment.GetEnvironmentVariables();
        throw CurrentProcess.Become($"/proc/self/fd/{copy.Number}", Environment.GetCommandLineArgs(), [.. environment.Keys.Cast<string>().Select(name => $"{name}={environment[name]}")]);
    }

    internal static FileDescriptor OpenReadOnly(string file)
    {
        string doing = $"open {file} read-only";
        var tree = new FileDescriptor(Check(Libc.open_tree(Libc.AT_FDCWD, file, Libc.OPEN_TREE_CLONE | Libc.OPEN_TREE_CLOEXEC), doing));
        var readOnly = new Libc.mount_attr { attr_set = Libc.MOUNT_ATTR_RDONLY };
        Check(Libc.mount_setattr(tree, "", Libc.AT_EMPTY_PATH, readOnly, (nuint)Unsafe.SizeOf<Libc.mount_attr>()), doing);
        return tree;
    }
}
