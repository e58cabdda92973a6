using System.Buffers.Binary;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// What a network namespace can be found by again, should it live on, without being kept alive: an open file would do that. Linux has such handles from 6.18 on.
/// </summary>
public sealed class NamespaceHandle
{
    const int HeadSize = 8;   // of a struct file_handle: how many bytes follow, and their kind

    readonly byte[] _handle;
    readonly string _path;

    NamespaceHandle(byte[] handle, string path) => (_handle, _path) = (handle, path);

    /// <summary>Of what is mounted at a path. Null when that is no namespace, or the kernel has no handles of one.</summary>
    public static NamespaceHandle? Find(string path)
    {
        if (!NetNamespace.IsAt(path))
            return null;
        var handle = new byte[HeadSize + Libc.MAX_HANDLE_SZ];
        BinaryPrimitives.WriteInt32LittleEndian(handle, Libc.MAX_HANDLE_SZ);
        if (Libc.name_to_handle_at(Libc.AT_FDCWD, path, handle, out _, Libc.AT_SYMLINK_FOLLOW) == 0)
            return new(handle, path);
        return Last($"find a handle of {path}") is { Errno: not (Errno.NotSupported or Errno.NotPermitted or Errno.NotImplemented or Errno.NoEntry) } failure ? throw failure : null;
    }

    /// <summary>The namespace; null when it has ended.</summary>
    public NetNamespace? Open()
    {
        // Any file of the file system of namespaces says which one is meant.
        using var own = NetNamespace.Current();
        int fd = Libc.open_by_handle_at(own.Descriptor, _handle, Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (fd >= 0)
            return NetNamespace.Adopt(new(fd), _path);
        return Last($"open {_path} by its handle") is { Errno: not (Errno.Stale or Errno.NotPermitted) } failure ? throw failure : null;
    }
}
