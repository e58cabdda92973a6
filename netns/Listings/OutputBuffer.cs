using System.Buffers;
using System.Text;

namespace Netctl.Listings;

/// <summary>What will be written, growing, in bytes. Unlike an ArrayBufferWriter it can be read again and changed: a record is made one line when it is whole.</summary>
internal sealed class OutputBuffer : IBufferWriter<byte>
{
    const int FirstSize = 16 * 1024;

    byte[] _bytes = GC.AllocateUninitializedArray<byte>(FirstSize);

    public int Length { get; private set; }

    public Span<byte> Since(int start) => _bytes.AsSpan(start, Length - start);

    public void Write(ReadOnlySpan<char> text)
    {
        int room = Encoding.UTF8.GetMaxByteCount(text.Length);
        Length += Encoding.UTF8.GetBytes(text, GetSpan(room));
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    void Reserve(int size)
    {
        if (_bytes.Length - Length < Math.Max(size, 1))
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + size));
    }
}
