using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const uint _LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    public struct __user_cap_header_struct
    {
        public uint version;
        public int pid;
    }

    public struct __user_cap_data_struct
    {
        public uint effective, permitted, inheritable;
    }

    /// <param name="data">Two: the low 32 capabilities, then the high ones.</param>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int capget(in __user_cap_header_struct header, Span<__user_cap_data_struct> data);

    /// <param name="data">Two: the low 32 capabilities, then the high ones.</param>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int capset(in __user_cap_header_struct header, ReadOnlySpan<__user_cap_data_struct> data);
}
