using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const uint _LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    public struct CapUserHeader
    {
        public uint version;
        public int pid;
    }

    /// <summary>struct __user_cap_data_struct, twice: the low 32 capabilities, then the high ones.</summary>
    public struct CapUserData
    {
        public uint effective, permitted, inheritable;
        public uint effectiveHigh, permittedHigh, inheritableHigh;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int capset(in CapUserHeader header, in CapUserData data);
}
