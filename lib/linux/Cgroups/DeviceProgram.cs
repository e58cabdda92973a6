using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// What keeps devices from a control group of version 2: a program that the kernel asks before a device is opened or made (BPF_PROG_TYPE_CGROUP_DEVICE).
/// The rules are looked through from the last to the first; each kind of access that is asked for goes by the first rule it meets.
/// </summary>
internal static class DeviceProgram
{
    // Registers: the answer and, at first, what is asked; a scratch; the device's type, the access still to be granted, its numbers.
    const byte Answer = 0, Scratch = 1, Question = 1, Type = 2, Access = 3, Major = 4, Minor = 5;
    const byte Alu = (byte)Libc.BPF_ALU, Jump = (byte)Libc.BPF_JMP, And = (byte)Libc.BPF_AND;

    /// <summary>The instructions, eight bytes each: struct bpf_insn.</summary>
    public static ulong[] Compile(IReadOnlyList<DeviceRule> rules)
    {
        var program = new List<ulong>
        {
            // struct bpf_cgroup_dev_ctx: the type in the low half of the first word, the access in the high one; then the numbers.
            Instruction((byte)(Libc.BPF_LDX | Libc.BPF_MEM), Type, Question, offset: 0),
            Instruction((byte)(Libc.BPF_LDX | Libc.BPF_MEM), Major, Question, offset: 4),
            Instruction((byte)(Libc.BPF_LDX | Libc.BPF_MEM), Minor, Question, offset: 8),
            Instruction((byte)(Alu | Libc.BPF_MOV | Libc.BPF_X), Access, Type),
            Instruction((byte)(Alu | And), Type, value: 0xffff),
            Instruction((byte)(Alu | Libc.BPF_RSH), Access, value: 16),
        };
        foreach (var rule in rules.Reverse())
            Add(program, rule);
        program.AddRange(End(0));
        return [.. program];
    }

    static void Add(List<ulong> program, DeviceRule rule)
    {
        int mask = rule.Access.Aggregate(0, (all, one) => all | (one == 'r' ? Libc.BPF_DEVCG_ACC_READ : one == 'w' ? Libc.BPF_DEVCG_ACC_WRITE : Libc.BPF_DEVCG_ACC_MKNOD));
        ulong[] decision = rule.Allow
            ? [Instruction((byte)(Alu | And), Access, value: ~mask), Instruction((byte)(Jump | Libc.BPF_JNE), Access, offset: 2, value: 0), .. End(1)]
            :
            [
                Instruction((byte)(Alu | Libc.BPF_MOV | Libc.BPF_X), Scratch, Access), Instruction((byte)(Alu | And), Scratch, value: mask),
                Instruction((byte)(Jump | Libc.BPF_JEQ), Scratch, offset: 2, value: 0), .. End(0),
            ];
        List<(byte Register, int Value)> conditions = [];
        if (rule.Type != 'a') conditions.Add((Type, rule.Type == 'b' ? Libc.BPF_DEVCG_DEV_BLOCK : Libc.BPF_DEVCG_DEV_CHAR));
        if (rule.Major is { } major) conditions.Add((Major, major));
        if (rule.Minor is { } minor) conditions.Add((Minor, minor));
        for (int at = 0; at < conditions.Count; at++)
            program.Add(Instruction((byte)(Jump | Libc.BPF_JNE), conditions[at].Register, offset: (short)(conditions.Count - at - 1 + decision.Length), value: conditions[at].Value));
        program.AddRange(decision);
    }

    static ulong[] End(int answer) => [Instruction((byte)(Alu | Libc.BPF_MOV), Answer, value: answer), Instruction((byte)(Jump | Libc.BPF_EXIT))];

    static ulong Instruction(byte code, byte to = 0, byte from = 0, short offset = 0, int value = 0) =>
        code | (ulong)to << 8 | (ulong)from << 12 | (ulong)(ushort)offset << 16 | (ulong)(uint)value << 32;

    /// <summary>Gives a program to the kernel, which checks it. It lives as long as it is held, or is attached to something.</summary>
    public static unsafe FileDescriptor Load(ReadOnlySpan<ulong> program)
    {
        fixed (ulong* instructions = program)
        fixed (byte* license = "\0"u8)
        {
            var load = new Libc.BpfLoadHead { prog_type = Libc.BPF_PROG_TYPE_CGROUP_DEVICE, insn_cnt = (uint)program.Length, insns = (ulong)instructions, license = (ulong)license };
            return new(Check(Libc.bpf(Libc.BPF_PROG_LOAD, load), "load a program that watches over devices"));
        }
    }

    /// <summary>Has the kernel ask it for the processes of a group, from now on and for as long as the group is there.</summary>
    public static void Attach(FileDescriptor program, string folder)
    {
        using var group = new FileDescriptor(Check(Libc.open(folder, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC), $"open {folder}"));
        var attach = new Libc.BpfAttachHead
        {
            target_fd = (uint)group.Number, attach_bpf_fd = (uint)program.Number, attach_type = Libc.BPF_CGROUP_DEVICE, attach_flags = Libc.BPF_F_ALLOW_MULTI,
        };
        Check(Libc.bpf(Libc.BPF_PROG_ATTACH, attach), $"watch over the devices of {folder}");
    }
}
