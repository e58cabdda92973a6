using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const byte DT_UNKNOWN = 0, DT_DIR = 4;

    /// <summary>An entry of a folder; as many bytes of it as d_reclen says are there.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 280)]
    public unsafe struct DirEnt64
    {
        [FieldOffset(16)] public ushort d_reclen;
        [FieldOffset(18)] public byte d_type;
        [FieldOffset(19)] public fixed byte d_name[256];
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint getdents64(FileDescriptor folder, Span<byte> entries, nint size);

    /// <param name="name">As the file system has it, and a zero byte: it need not be text.</param>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int unlinkat(FileDescriptor folder, ReadOnlySpan<byte> name, int flags);

    /// <inheritdoc cref="unlinkat(FileDescriptor, ReadOnlySpan{byte}, int)"/>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int openat(FileDescriptor folder, ReadOnlySpan<byte> name, int flags, uint mode = 0);

    /// <inheritdoc cref="unlinkat(FileDescriptor, ReadOnlySpan{byte}, int)"/>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int renameat(FileDescriptor fromFolder, ReadOnlySpan<byte> from, FileDescriptor toFolder, ReadOnlySpan<byte> to);
}
