using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    // linux/nsfs.h
    public const uint NS_GET_USERNS = 0xb701, NS_GET_OWNER_UID = 0xb704;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(FileDescriptor fd, nuint request, out uint answer);
}
