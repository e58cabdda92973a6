using Linux;

namespace Hull.Archives;

/// <summary>An archive that can be read at any place: a file, or a copy of what came through a pipe or was compressed.</summary>
internal sealed class ArchiveFile : IDisposable
{
    readonly FileDescriptor _file;
    readonly long _length;

    ArchiveFile(FileDescriptor file, long length) => (_file, _length) = (file, length);

    public FileSlice Content() => new(_file, 0, _length);

    /// <param name="path">A file; "-" for standard input.</param>
    /// <param name="unzip">Whether a compressed file is copied to a plain one.</param>
    public static ArchiveFile Open(string path, Func<FileDescriptor> temporary, bool unzip = true)
    {
        if (path != "-" && !File.Exists(path))
            throw new HullException($"there is no file {path}");
        var file = path == "-" ? FileDescriptor.Open("/proc/self/fd/0") : FileDescriptor.Open(path);
        var archive = file.FileLength() is { } length ? new ArchiveFile(file, length) : Copy(file, temporary);
        if (!unzip || !Compression.IsGzip(archive.Content()))
            return archive;
        using (archive)
        using (var plain = Compression.Open(archive.Content(), archive.Content()))
            return Copy(plain.Read, temporary);
    }

    static ArchiveFile Copy(FileDescriptor pipe, Func<FileDescriptor> temporary)
    {
        using (pipe)
            return Copy(pipe.Read, temporary);
    }

    delegate int Reading(Span<byte> into);

    static ArchiveFile Copy(Reading read, Func<FileDescriptor> temporary)
    {
        var copy = temporary();
        var part = new byte[1 << 18];
        long length = 0;
        while (read(part) is var size and > 0)
        {
            copy.WriteAt(part.AsSpan(0, size), length);
            length += size;
        }
        return new(copy, length);
    }

    public void Dispose() => _file.Dispose();
}
