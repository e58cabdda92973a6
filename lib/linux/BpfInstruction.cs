namespace Linux;

/// <summary>One instruction of a socket filter (classic BPF, linux/filter.h).</summary>
public readonly record struct BpfInstruction(ushort Code, byte JumpIf, byte JumpIfNot, uint Value)
{
}
