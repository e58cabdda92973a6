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

    internal static FileDescriptor OpenReadOnly(string file)
    {
        string doing = $"open {file} read-only";
        var tree = new FileDescriptor(Check(Libc.open_tree(Libc.AT_FDCWD, file, Libc.OPEN_TREE_CLONE | Libc.OPEN_TREE_CLOEXEC), doing));
        var readOnly = new Libc.mount_attr { attr_set = Libc.MOUNT_ATTR_RDONLY };
        Check(Libc.mount_setattr(tree, "", Libc.AT_EMPTY_PATH, readOnly, (nuint)Unsafe.SizeOf<Libc.mount_attr>()), doing);
        return tree;
    }
}
