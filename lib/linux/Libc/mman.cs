using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const uint MFD_CLOEXEC = 1;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int memfd_create(string name, uint flags);
}
