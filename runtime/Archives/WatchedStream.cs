using Cli;

namespace Hull.Archives;

/// <summary>Passes a file on and says how far it has been read.</summary>
internal sealed class WatchedStream(FileSlice inner, Progress progress) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer)
    {
        int size = inner.Read(buffer);
        progress.At(inner.Position);
        return size;
    }
}
