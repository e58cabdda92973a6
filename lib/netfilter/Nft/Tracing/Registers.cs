namespace Netfilter.Nft.Tracing;

/// <summary>What a rule's instructions hand on to each other: 64 bytes, by the kernel's numbers for pieces of 16 bytes (1 to 4) or 4 (from 8 on).</summary>
internal sealed class Registers
{
    readonly byte[] _bytes = new byte[64];

    public void Load(uint register, ReadOnlySpan<byte> value)
    {
        var at = _bytes.AsSpan(Offset(register));
        at[..Math.Min(DataType.Padded(value.Length), at.Length)].Clear();   // as the kernel fills a register up
        value.CopyTo(at);
    }

    public void Load(uint register, uint hostOrder) => Load(register, BitConverter.GetBytes(hostOrder));

    public byte[] Read(uint register, int size) => _bytes.AsSpan(Offset(register), size).ToArray();

    static int Offset(uint register) => register is >= 1 and <= 4 ? (int)(register - 1) * 16 : (int)(register - Expressions.FirstRegister) * 4;
}
