using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int BPF_PROG_LOAD = 5, BPF_PROG_ATTACH = 8;
    public const uint BPF_PROG_TYPE_CGROUP_DEVICE = 15, BPF_CGROUP_DEVICE = 6, BPF_F_ALLOW_MULTI = 2;
    public const int BPF_DEVCG_ACC_MKNOD = 1, BPF_DEVCG_ACC_READ = 2, BPF_DEVCG_ACC_WRITE = 4, BPF_DEVCG_DEV_BLOCK = 1, BPF_DEVCG_DEV_CHAR = 2;

    // Instructions beyond those of packet filters.
    public const byte BPF_MEM = 0x60, BPF_JNE = 0x50, BPF_EXIT = 0x90, BPF_MOV = 0xb0, BPF_RSH = 0x70, BPF_X = 0x08;

    public const nint SYS_bpf = 321;

    /// <summary>The head of union bpf_attr, as BPF_PROG_LOAD takes it: the kernel takes what is left off for zeros.</summary>
    public struct BpfLoadHead
    {
        public uint prog_type, insn_cnt;
        public ulong insns, license;
    }

    /// <summary>The head of union bpf_attr, as BPF_PROG_ATTACH takes it.</summary>
    public struct BpfAttachHead
    {
        public uint target_fd, attach_bpf_fd, attach_type, attach_flags;
    }

    // The C library has no function of this name.
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint bpf(nint number, int command, in BpfLoadHead attributes, uint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint bpf(nint number, int command, in BpfAttachHead attributes, uint size);

    public static int bpf(int command, in BpfLoadHead attributes) => (int)bpf(SYS_bpf, command, attributes, 24);

    public static int bpf(int command, in BpfAttachHead attributes) => (int)bpf(SYS_bpf, command, attributes, 16);
}
