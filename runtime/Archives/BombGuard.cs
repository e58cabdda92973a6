namespace Hull.Archives;

/// <summary>Refuses what grows when it is decompressed as no honest content does: a megabyte can become a gigabyte of zeros.</summary>
internal sealed class BombGuard(Stream inner, long compressed) : ReadOnlyStream
{
    // Deflate's own limit is 1032; root file systems reach 3 to 4, and text that says the same again and again some 200.
    const long MostGrowth = 256, Always = 64 << 20;

    long _count;

    public override int Read(Span<byte> buffer)
    {
        int size = inner.Read(buffer);
        _count += size;
        return _count <= Always || _count / MostGrowth <= compressed
            ? size
            : throw new ArchiveException($"it grows to more than {MostGrowth} times its size when it is decompressed, as no root file system does");
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
