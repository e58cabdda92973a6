using System.Globalization;
using System.Text;
using Linux;

namespace Hull.Archives;

/// <summary>
/// Reads a tar entry by entry: POSIX's formats with pax headers, and GNU's. .NET's own reader takes extended attributes for text, which a file's
/// capabilities are not, and knows nothing of holes.
/// </summary>
internal sealed class TarReader(Stream tar)
{
    const int LongestName = 1 << 16, LongestPax = 1 << 20, MostPieces = 1 << 16;

    readonly byte[] _block = new byte[TarHeader.Size];
    long _left, _padding;

    /// <summary>Gets all that is no file's content, in the order in which it stands in the archive.</summary>
    public FrameAction? Frame { get; init; }

    public delegate void FrameAction(ReadOnlySpan<byte> bytes);

    /// <summary>Null at the end. What was not read of the last entry's content is frame.</summary>
    public TarEntry? Next()
    {
        SkipContent();
        string? longName = null, longTarget = null;
        PaxRecords? pax = null;
        while (ReadHeader())
        {
            var header = new TarHeader(_block);
            switch (header.Type)
            {
                case 'L':
                    longName = TarHeader.Text(ReadBody(header.Length, LongestName));
                    break;
                case 'K':
                    longTarget = TarHeader.Text(ReadBody(header.Length, LongestName));
                    break;
                case 'x':
                    pax = PaxRecords.Parse(ReadBody(header.Length, LongestPax));
                    break;
                case 'g':
                    ReadBody(header.Length, LongestPax);   // of the archive as a whole: a commit's name, where git made it
                    break;
                default:
                    return Entry(header, longName, longTarget, pax ?? new PaxRecords());
            }
        }
        return longName is null && longTarget is null && pax is null ? null : throw new ArchiveException("it ends after a header that announces an entry");
    }

    /// <summary>The content of the entry that came last: how many bytes, 0 at its end.</summary>
    public int Read(Span<byte> into)
    {
        if (_left == 0)
            return 0;
        int size = tar.Read(into[..(int)Math.Min(into.Length, _left)]);
        if (size == 0)
            throw new ArchiveException("it ends in the middle of a file");
        _left -= size;
        return size;
    }

    void SkipContent()
    {
        if (Frame is null && tar is FileSlice slice)
        {
            slice.Skip(_left);
            _left = 0;
        }
        Span<byte> skipped = stackalloc byte[4096];
        while (Read(skipped) is var size and > 0)
            Frame?.Invoke(skipped[..size]);
        SkipPadding();
    }

    void SkipPadding()
    {
        if (_padding == 0)
            return;
        Fill(_block.AsSpan(0, (int)_padding), "the padding of a file");
        _padding = 0;
    }

    // False at the end: two blocks of zeros, or, as some writers have it, the archive's own end.
    bool ReadHeader()
    {
        int size = tar.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        if (size == 0)
            return false;
        if (size < _block.Length)
            throw new ArchiveException("it is no tar, or cut off: it ends in the middle of a header");
        Frame?.Invoke(_block);
        if (!IsZero(_block))
        {
            new TarHeader(_block).Verify();
            return true;
        }
        size = tar.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        Frame?.Invoke(_block.AsSpan(0, size));
        // What another reader might take for further entries must not be there.
        return size == 0 || IsZero(_block.AsSpan(0, size)) ? false : throw new ArchiveException("something follows the block of zeros that ends a tar");
    }

    static bool IsZero(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept((byte)0) < 0;

    byte[] ReadBody(long length, int most)
    {
        if (length < 0 || length > most)
            throw new ArchiveException($"a header about an entry has {length} bytes, more than any has use for");
        Begin(length);
        var body = new byte[length];
        for (int at = 0; at < body.Length;)
            at += Read(body.AsSpan(at));
        Frame?.Invoke(body);
        SkipPadding();
        return body;
    }

    void Begin(long length) => (_left, _padding) = (length, (TarHeader.Size - length % TarHeader.Size) % TarHeader.Size);

    void Fill(Span<byte> bytes, string what)
    {
        if (tar.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new ArchiveException($"it ends in {what}");
        Frame?.Invoke(bytes);
    }

    TarEntry Entry(TarHeader header, string? longName, string? longTarget, PaxRecords pax)
    {
        string name = pax.Text("GNU.sparse.name") ?? pax.Text("path") ?? longName ?? header.Name;
        var kind = Kind(header.Type, name);
        long stored = kind == TarKind.File ? pax.Number("size") ?? header.Length : 0;
        if (stored < 0)
            throw new ArchiveException($"the size of {name} is out of range");
        var entry = new TarEntry
        {
            Name = name,
            Kind = kind,
            Owner = new(Id(pax, "uid") ?? header.User, Id(pax, "gid") ?? header.Group, header.Mode),
            Modified = pax.Time("mtime") ?? new(header.Modified, 0),
            Target = pax.Text("linkpath") ?? longTarget ?? header.LinkName,
            Major = kind is TarKind.CharacterDevice or TarKind.BlockDevice ? header.Major : 0,
            Minor = kind is TarKind.CharacterDevice or TarKind.BlockDevice ? header.Minor : 0,
            Attributes = pax.Attributes,
        };
        long length = header.Type == 'S' ? header.RealLength : pax.Number("GNU.sparse.realsize") ?? pax.Number("GNU.sparse.size") ?? stored;
        var pieces = header.Type == 'S' ? OldPieces(name) : pax.Pieces();
        Begin(stored);
        if (pax.Text("GNU.sparse.major") == "1")
            pieces = PiecesInFront(name);
        return WithPieces(entry with { Length = length, Stored = _left }, pieces);
    }

    static TarEntry WithPieces(TarEntry entry, IReadOnlyList<(long Offset, long Length)>? pieces)
    {
        if (pieces is null)
            return entry.Length == entry.Stored ? entry : throw WrongMap(entry.Name);
        long end = 0, stored = 0;
        foreach (var (offset, length) in pieces)
        {
            if (length < 0 || offset < end || offset > entry.Length - length)
                throw WrongMap(entry.Name);
            (end, stored) = (offset + length, stored + length);
        }
        return stored == entry.Stored ? entry with { Pieces = pieces } : throw WrongMap(entry.Name);
    }

    static ArchiveException WrongMap(string name) => new($"the map of the holes of {name} does not fit its size");

    static uint? Id(PaxRecords pax, string key) => pax.Number(key) is not { } id ? null
        : id <= uint.MaxValue ? (uint)id
        : throw new ArchiveException($"{key} {id} is out of range");

    static TarKind Kind(char type, string name) => type switch
    {
        '\0' when name.EndsWith('/') => TarKind.Folder,
        '0' or '\0' or '7' or 'S' => TarKind.File,
        '1' => TarKind.HardLink,
        '2' => TarKind.SymbolicLink,
        '3' => TarKind.CharacterDevice,
        '4' => TarKind.BlockDevice,
        '5' => TarKind.Folder,
        '6' => TarKind.Pipe,
        _ => throw new ArchiveException($"{name} is of a type, '{type}', that no root file system has"),
    };

    List<(long, long)> OldPieces(string name)
    {
        var pieces = new List<(long, long)>();
        int at = TarHeader.PiecesAt, count = TarHeader.PiecesInHeader, more = TarHeader.MoreBlocksAt;
        while (true)
        {
            for (int i = 0; i < count && _block[at + 24 * i + 12] != 0; i++)
                pieces.Add((TarHeader.PieceNumber(_block, at + 24 * i), TarHeader.PieceNumber(_block, at + 24 * i + 12)));
            if (_block[more] == 0)
                return pieces;
            if (pieces.Count > MostPieces)
                throw WrongMap(name);
            Fill(_block, $"the map of the holes of {name}");
            (at, count, more) = (0, TarHeader.PiecesInBlock, TarHeader.MoreBlocksInBlockAt);
        }
    }

    // GNU's latest form: the map is the beginning of the content, decimal numbers a line each, filled up to a whole block.
    List<(long, long)> PiecesInFront(string name)
    {
        var numbers = new Queue<long>();
        var digits = new StringBuilder();
        long wanted = 1;
        while (wanted > 0)
        {
            if (_left < _block.Length)
                throw WrongMap(name);
            Fill(_block, $"the map of the holes of {name}");
            _left -= _block.Length;
            foreach (byte letter in _block)
                if (wanted == 0)
                    break;
                else if (letter != (byte)10 && digits.Length < 20)
                    digits.Append((char)letter);
                else
                {
                    long number = long.TryParse(digits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw WrongMap(name);
                    digits.Clear();
                    numbers.Enqueue(number);
                    wanted = numbers.Count > 1 ? wanted - 1 : number is >= 0 and <= MostPieces ? 2 * number : throw WrongMap(name);
                }
        }
        numbers.Dequeue();
        var pieces = new List<(long, long)>();
        while (numbers.TryDequeue(out long offset))
            pieces.Add((offset, numbers.Dequeue()));
        return pieces;
    }
}
