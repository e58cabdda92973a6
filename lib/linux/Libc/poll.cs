using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const short POLLIN = 1, POLLPRI = 2, POLLOUT = 4, POLLERR = 8, POLLHUP = 16;

    public struct PollFd { public int fd; public short events, revents; }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(Span<PollFd> fds, nuint count, int milliseconds);
}
