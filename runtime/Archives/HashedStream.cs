using Linux;

namespace Hull.Archives;

/// <summary>Passes a stream on and takes the SHA-256 of what goes by, on a thread of its own: hashing takes as long as all the rest.</summary>
internal sealed class HashedStream : ReadOnlyStream
{
    const int BlockSize = 1 << 18, Blocks = 8;

    readonly Stream _inner;
    readonly byte[][] _blocks = new byte[Blocks][];
    readonly int[] _sizes = new int[Blocks];
    readonly SemaphoreSlim _free = new(Blocks), _filled = new(0);
    readonly Sha256 _hash = new();
    readonly Thread _hasher;
    int _block = -1, _at, _size;
    bool _ended, _taken;

    public HashedStream(Stream inner)
    {
        _inner = inner;
        _hasher = new Thread(Hash) { IsBackground = true };
        _hasher.Start();
    }

    /// <summary>How many bytes went by.</summary>
    public long Count { get; private set; }

    /// <summary>Reads what its reader left, and gives the digest of all of it: "sha256:" and 64 digits.</summary>
    public string Finish()
    {
        while (NextBlock())
            continue;
        _hasher.Join();
        return Digest.Of(_hash);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _size && !NextBlock())
            return 0;
        int size = Math.Min(buffer.Length, _size - _at);
        _blocks[_block].AsSpan(_at, size).CopyTo(buffer);
        _at += size;
        return size;
    }

    bool NextBlock()
    {
        if (_ended)
            return false;
        Take();
        var block = _blocks[_block] ??= new byte[BlockSize];
        _size = _inner.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
        Count += _size;
        PassOn(_size);
        return _size > 0;
    }

    // Blocks are hashed in the order in which they are filled: when any is free, the next one is.
    void Take()
    {
        _free.Wait();
        _taken = true;
        _block = (_block + 1) % Blocks;
        _at = _size = 0;
    }

    // A block of nothing is the end.
    void PassOn(int size)
    {
        _sizes[_block] = size;
        _ended = size == 0;
        _taken = false;
        _filled.Release();
    }

    void Hash()
    {
        for (int block = 0; ; block = (block + 1) % Blocks)
        {
            _filled.Wait();
            if (_sizes[block] == 0)
                return;
            _hash.Append(_blocks[block].AsSpan(0, _sizes[block]));
            _free.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!_ended)
        {
            if (!_taken)   // as it is when reading has failed
                Take();
            PassOn(0);
        }
        _hasher.Join();
        base.Dispose(disposing);
    }
}
