using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int TCSANOW = 0;
    public const uint TIOCSCTTY = 0x540e, TIOCGWINSZ = 0x5413, TIOCSWINSZ = 0x5414, TIOCSPTLCK = 0x40045431, TIOCGPTPEER = 0x5441;
    public const int O_NOCTTY = 0x100;
    public const long DEVPTS_SUPER_MAGIC = 0x1cd1;

    /// <summary>A terminal's settings, as the C library has them. Nothing here looks into them.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 60)]
    public struct Termios;

    public struct WinSize
    {
        public ushort ws_row, ws_col, ws_xpixel, ws_ypixel;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcgetattr(FileDescriptor terminal, out Termios settings);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcsetattr(FileDescriptor terminal, int when, in Termios settings);

    [LibraryImport("libc")]
    public static partial void cfmakeraw(ref Termios settings);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(FileDescriptor fd, nuint request, ref WinSize size);

    // "ref", not "in": a number written as an argument is to go as the number that it is, to the ioctl that takes numbers.
    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(FileDescriptor fd, nuint request, ref int argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fstatfs(FileDescriptor file, out StatFs found);
}
