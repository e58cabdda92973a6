namespace Linux;

internal static partial class Libc
{
    public const int PR_SET_SECCOMP = 22, SECCOMP_MODE_FILTER = 2;
    public const uint SECCOMP_RET_KILL_PROCESS = 0x80000000, SECCOMP_RET_KILL_THREAD = 0, SECCOMP_RET_TRAP = 0x30000, SECCOMP_RET_ERRNO = 0x50000;
    public const uint SECCOMP_RET_TRACE = 0x7ff00000, SECCOMP_RET_LOG = 0x7ffc0000, SECCOMP_RET_ALLOW = 0x7fff0000;
    public const uint AUDIT_ARCH_X86_64 = 0xc000003e, __X32_SYSCALL_BIT = 0x40000000;
    public const ushort BPF_W = 0x00, BPF_ALU = 0x04, BPF_AND = 0x50, BPF_JA = 0x00, BPF_JGT = 0x20, BPF_JGE = 0x30;

    /// <summary>What a filter sees of a call.</summary>
    public struct seccomp_data
    {
        public int nr;
        public uint arch;
        public ulong instruction_pointer;
        public Arguments args;

        [System.Runtime.CompilerServices.InlineArray(6)]
        public struct Arguments
        {
            ulong _first;
        }
    }
}
