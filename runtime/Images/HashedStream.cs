using Linux;

namespace Hull.Images;

/// <summary>Passes a stream on and takes the SHA-256 of what goes by.</summary>
internal sealed class HashedStream(Stream inner) : Stream
{
    readonly Sha256 _hash = new();

    /// <summary>Reads what its reader left, and gives the hash of all of it.</summary>
    public byte[] Finish()
    {
        var rest = new byte[65536];
        while (Read(rest) > 0)
            continue;
        return _hash.Finish();
    }

    public override int Read(Span<byte> buffer)
    {
        int size = inner.Read(buffer);
        _hash.Append(buffer[..size]);
        return size;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
