using System.Runtime.InteropServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>What is in a folder, by the bytes of its names: whoever writes there need not keep to UTF-8, as <see cref="Folder.Names"/> takes for granted.</summary>
public static class FolderNames
{
    /// <summary>The names, a zero byte at the end of each, in no order.</summary>
    public static List<byte[]> List(FileDescriptor folder)
    {
        // Opened once more: a place in the list belongs to the open file, and reading begins at the front.
        using var open = new FileDescriptor(Check(Libc.openat(folder, ".", Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC), "open a folder"));
        var names = new List<byte[]>();
        var entries = GC.AllocateUninitializedArray<byte>(32 * 1024);
        while (Check(Libc.getdents64(open, entries, entries.Length), "list a folder") is var size and > 0)
            Read(entries.AsSpan(0, (int)size), names);
        return names;
    }

    static unsafe void Read(ReadOnlySpan<byte> entries, List<byte[]> names)
    {
        fixed (byte* start = entries)
            for (int at = 0; at < entries.Length;)
            {
                var entry = (Libc.DirEnt64*)(start + at);
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry->d_name);
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    names.Add([.. name, 0]);
                at += entry->d_reclen;
            }
    }
}
