namespace Linux;

/// <summary>One instruction of a socket filter (classic BPF, linux/filter.h).</summary>
public readonly record struct BpfInstruction(ushort Code, byte JumpIf, byte JumpIfNot, uint Value)
{
    /// <summary>Keeps so many bytes of every packet.</summary>
    public static BpfInstruction Keep(int bytes) => new(Libc.BPF_RET | Libc.BPF_K, 0, 0, (uint)bytes);

    /// <summary>
    /// A program for packets of Ethernet links alone, put before others' ends: what comes by a link of another kind does not begin as it expects, and is left out.
    /// </summary>
    public static IReadOnlyList<BpfInstruction> ForEthernetOnly(IReadOnlyList<BpfInstruction> program) =>
    [
        new(Libc.BPF_LD | Libc.BPF_H | Libc.BPF_ABS, 0, 0, unchecked((uint)(Libc.SKF_AD_OFF + Libc.SKF_AD_HATYPE))),
        new(Libc.BPF_JMP | Libc.BPF_JEQ | Libc.BPF_K, 2, 0, Libc.ARPHRD_ETHER),
        new(Libc.BPF_JMP | Libc.BPF_JEQ | Libc.BPF_K, 1, 0, Libc.ARPHRD_LOOPBACK),
        Keep(0),
        .. program,
    ];
}
