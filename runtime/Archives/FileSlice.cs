using Linux;

namespace Hull.Archives;

/// <summary>A part of an open file, which others may read too.</summary>
internal sealed class FileSlice(FileDescriptor file, long begin, long length) : ReadOnlyStream
{
    long _at;

    public override int Read(Span<byte> buffer)
    {
        int size = file.ReadAt(buffer[..(int)Math.Min(buffer.Length, length - _at)], begin + _at);
        _at += size;
        return size;
    }

    public override long Length => length;

    /// <summary>Where the next read begins.</summary>
    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public void Skip(long bytes) => _at = bytes <= length - _at ? _at + bytes : throw new ArchiveException("it is cut off: it ends in the middle of a file");

    /// <summary>What it begins with; the next read begins there too.</summary>
    public byte[] Peek(int bytes)
    {
        var head = new byte[Math.Min(bytes, length)];
        int size = this.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        _at -= size;
        return head[..size];
    }

    public FileSlice Part(long offset, long size) => new(file, begin + offset, size);

    /// <summary>All of it, where it is text about an image: such is never large.</summary>
    public byte[] ReadSmall(string name)
    {
        const int most = 8 << 20;
        if (length > most)
            throw new ArchiveException($"{name} has {length} bytes, more than the {most} that any such file needs");
        var content = new byte[length];
        return this.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == length ? content : throw new ArchiveException($"{name} is cut off");
    }
}
