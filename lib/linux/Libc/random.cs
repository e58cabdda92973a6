using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial nint getrandom(Span<byte> buffer, nint size, uint flags);
}
