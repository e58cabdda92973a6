using Linux;

namespace Hull.Monitor;

/// <summary>
/// Reads a container's log, the oldest of its files first, as far as there is any; asked again, it goes on where it was, and into the next file
/// when the log has been turned over meanwhile.
/// </summary>
internal sealed class LogReader(string path) : IDisposable
{
    const int Block = 65536;

    readonly Queue<FileDescriptor> _files = [];
    FileDescriptor? _file;
    byte[] _buffer = new byte[Block];
    int _start, _end;
    long _offset;

    /// <summary>Begins with the first line that there is.</summary>
    public void Start() => Take(Files());

    /// <summary>Begins with the last lines, so many of them.</summary>
    public void Start(long lines)
    {
        var files = Files();
        for (int newest = files.Count - 1; newest >= 0; newest--)
            if (OffsetOfLast(files[newest], ref lines) is var offset && (lines <= 0 || newest == 0))
            {
                files[..newest].ForEach(older => older.Dispose());
                Take(files[newest..]);
                _offset = offset;
                return;
            }
    }

    /// <summary>The next line; false when there is none yet.</summary>
    public bool Next(LogEntry entry)
    {
        while (NextLine(out var line))
            if (entry.Read(line))
                return true;
        return false;
    }

    bool NextLine(out ReadOnlySpan<byte> line)
    {
        line = default;
        while (true)
        {
            int size = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n') + 1;
            if (size > 0)
            {
                line = _buffer.AsSpan(_start, size);
                _start += size;
                return true;
            }
            if (!Fill() && !NextFile())
                return false;
        }
    }

    bool Fill()
    {
        if (_file is null)
            return false;
        if (_start > 0)
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _end);
        int size = _file.ReadAt(_buffer.AsSpan(_end), _offset);
        (_end, _offset) = (_end + size, _offset + size);
        return size > 0;
    }

    bool NextFile()
    {
        if (_files.Count == 0)
            Newer().ForEach(_files.Enqueue);
        if (_files.Count == 0)
            return false;
        if (_file is not null && Fill())   // its last lines came before it was turned over, and after we had looked
            return true;
        _file?.Dispose();
        (_file, _start, _end, _offset) = (_files.Dequeue(), 0, 0, 0);
        return true;
    }

    void Take(List<FileDescriptor> files)
    {
        files.ForEach(_files.Enqueue);
        if (_files.TryDequeue(out var first))
            (_file, _start, _end, _offset) = (first, 0, 0, 0);
    }

    // Those that have come since: nothing is opened as long as the file that is being read is still the newest.
    List<FileDescriptor> Newer()
    {
        if (_file is null)
            return Files();
        var own = FileIdentity.Of(_file);
        if (FileIdentity.Of(path) is not { } newest || newest == own)
            return [];
        var files = Files();
        int older = files.FindIndex(file => FileIdentity.Of(file) == own) + 1;
        files[..older].ForEach(file => file.Dispose());
        return files[older..];
    }

    // Opened from the newest to the oldest: one that gets an older name meanwhile is met twice and known again, and none is missed.
    List<FileDescriptor> Files()
    {
        var files = new List<FileDescriptor>();
        var met = new HashSet<FileIdentity>();
        for (int age = 0; FileDescriptor.Find(LogFile.NameOf(path, age)) is { } file; age++)
            if (met.Add(FileIdentity.Of(file)))
                files.Insert(0, file);
            else
                file.Dispose();
        return files;
    }

    // Where the last lines of a file begin; what is left of their number is for the file before it.
    static long OffsetOfLast(FileDescriptor file, ref long lines)
    {
        var block = new byte[Block];
        long end = file.FileLength() ?? 0;
        if (lines == 0 || end == 0)
            return end;
        for (bool isLast = true; end > 0;)
        {
            int size = (int)Math.Min(Block, end);
            size = file.ReadAt(block.AsSpan(0, size), end - size);
            for (int i = size - 1; i >= 0; i--)
                if (block[i] == '\n' && !(isLast && i == size - 1) && --lines == 0)
                    return end - size + i + 1;
            isLast = false;
            end -= size;
        }
        lines--;
        return 0;
    }

    public void Dispose()
    {
        _file?.Dispose();
        foreach (var file in _files)
            file.Dispose();
    }
}
