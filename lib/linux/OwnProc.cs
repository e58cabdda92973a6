using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// A proc file system that is mounted nowhere, so that nothing can lie over a file of it and nothing in it leads elsewhere: a write to a container's own
/// /proc can be led to another file, such as the host's core_pattern (CVE-2025-52881).
/// </summary>
public sealed class OwnProc : IDisposable
{
    readonly DetachedMount _mount = DetachedMount.New("proc", "proc", MountAttributes.NoSuid | MountAttributes.NoDev | MountAttributes.NoExec, []);

    /// <summary>Sets a kernel setting, as <see cref="Sysctl.Set"/> does.</summary>
    public void SetSysctl(string name, string value) => Write($"sys/{name}", value);

    /// <summary>Writes a file of it, by its path below /proc.</summary>
    public void Write(string path, string value)
    {
        string doing = $"write {value.TrimEnd()} to /proc/{path}";
        using var file = new FileDescriptor(Check(Libc.openat2(_mount.Root, path, new()
        {
            flags = Libc.O_WRONLY | Libc.O_CLOEXEC,
            resolve = Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_XDEV | Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_MAGICLINKS,
        }), doing));
        if (!IsIn(file))
            throw new LinuxException($"{doing}: it is no file of proc's", Errno.CrossDevice);
        var bytes = Encoding.UTF8.GetBytes(value);
        Check(Libc.write(file, bytes, bytes.Length), doing);
    }

    /// <summary>Whether a file is in a proc file system, whatever its path looks like.</summary>
    public static bool IsIn(FileDescriptor file)
    {
        Check(Libc.fstatfs(file, out var found), "ask for a file's file system");
        return found.f_type == Libc.PROC_SUPER_MAGIC;
    }

    public void Dispose() => _mount.Dispose();
}
