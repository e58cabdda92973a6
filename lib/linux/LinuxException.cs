using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linux;

/// <summary>A system call failed. Reads as "open namespace /run/netns/blue: No such file or directory".</summary>
public class LinuxException(string doing, Errno errno)
    : Exception($"{doing}: {errno.Text()}")
{
    public Errno Errno => errno;

    /// <summary>What was tried.</summary>
    public string Doing => doing;

    /// <summary>Passes a system call's result on, or throws what errno says of it.</summary>
    public static int Check(int result, string doing) => result >= 0 ? result : throw Last(doing);

    /// <inheritdoc cref="Check(int, string)"/>
    public static nint Check(nint result, string doing) => result >= 0 ? result : throw Last(doing);

    /// <inheritdoc cref="Check(int, string)"/>
    public static int Check(int result, [InterpolatedStringHandlerArgument(nameof(result))] ref CallDescription doing) => result >= 0 ? result : throw Last(doing.Text());

    /// <inheritdoc cref="Check(int, string)"/>
    public static nint Check(nint result, [InterpolatedStringHandlerArgument(nameof(result))] ref CallDescription doing) => result >= 0 ? result : throw Last(doing.Text());

    /// <summary>The failure of the system call just made.</summary>
    public static LinuxException Last(string doing) => new(doing, (Errno)Marshal.GetLastPInvokeError());
}
