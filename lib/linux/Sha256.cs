using System.Buffers.Binary;

namespace Linux;

/// <summary>SHA-256 of what comes piece by piece; <see cref="Sha2"/> has it for what is there as a whole.</summary>
public sealed class Sha256
{
    readonly uint[] _state = Sha2.Start256();
    readonly byte[] _block = new byte[64];
    int _filled;
    long _length;

    public void Append(ReadOnlySpan<byte> data)
    {
        _length += data.Length;
        while (data.Length > 0)
        {
            if (_filled == 0 && data.Length >= 64)
            {
                Sha2.Mix256(_state, data);
                data = data[(data.Length & ~63)..];
                continue;
            }
            var piece = data[..Math.Min(64 - _filled, data.Length)];
            piece.CopyTo(_block.AsSpan(_filled));
            _filled = (_filled + piece.Length) % 64;
            data = data[piece.Length..];
            if (_filled == 0)
                Sha2.Mix256(_state, _block);
        }
    }

    /// <summary>The 32 bytes. Nothing can be appended after that.</summary>
    public byte[] Finish()
    {
        Span<byte> tail = stackalloc byte[128];
        tail = Sha2.Pad(tail, _block.AsSpan(0, _filled), _length, block: 64);
        Sha2.Mix256(_state, tail);

        var hash = new byte[32];
        for (int i = 0; i < 8; i++)
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(4 * i), _state[i]);
        return hash;
    }
}
