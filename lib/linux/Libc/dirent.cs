using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
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
}
