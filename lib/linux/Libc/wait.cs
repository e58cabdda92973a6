using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitpid(int pid, out int status, int options);
}
