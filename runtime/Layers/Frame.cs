using System.IO.Compression;
using Hull.Archives;
using Linux;

namespace Hull.Layers;

/// <summary>
/// All of a layer's tar but its files' contents, which lie in the layer's folder: with both, the tar can be written again byte by byte, and so has
/// the same digest. Kept compressed, as a list of parts: so many bytes of frame, or so many of a file from so far on.
/// </summary>
internal sealed class FrameWriter : IDisposable
{
    readonly BinaryWriter _parts;
    readonly MemoryStream _frame = new();

    public FrameWriter(string path) =>
        _parts = new(new GZipStream(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16), CompressionLevel.Fastest));

    public void Frame(ReadOnlySpan<byte> bytes)
    {
        _frame.Write(bytes);
        if (_frame.Length > 1 << 20)
            EndFrame();
    }

    public void Content(string path, long offset, long length)
    {
        EndFrame();
        _parts.Write7BitEncodedInt(0);
        _parts.Write(path);
        _parts.Write7BitEncodedInt64(offset);
        _parts.Write7BitEncodedInt64(length);
    }

    void EndFrame()
    {
        if (_frame.Length == 0)
            return;
        _parts.Write7BitEncodedInt((int)_frame.Length);
        _parts.Write(_frame.GetBuffer().AsSpan(0, (int)_frame.Length));
        _frame.SetLength(0);
    }

    public void Dispose()
    {
        EndFrame();
        _parts.Dispose();
    }
}

/// <summary>Writes a layer's tar again.</summary>
internal static class FrameReader
{
    public static void Write(string frame, string folder, Action<ReadOnlySpan<byte>> to)
    {
        using var root = new RootFolder(folder) { FollowLinks = false };
        using var parts = new BinaryReader(new GZipStream(File.OpenRead(frame), CompressionMode.Decompress));
        var buffer = new byte[1 << 18];
        while (Next(parts) is { } length)
            if (length == 0)
                Copy(root, parts.ReadString(), parts.Read7BitEncodedInt64(), parts.Read7BitEncodedInt64(), buffer, to);
            else
                to(parts.ReadBytes(length));
    }

    static int? Next(BinaryReader parts)
    {
        try
        {
            return parts.Read7BitEncodedInt();
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    static void Copy(RootFolder root, string path, long offset, long length, byte[] buffer, Action<ReadOnlySpan<byte>> to)
    {
        using var file = root.OpenFile(path) ?? throw Damaged(path);
        for (long end = offset + length; offset < end;)
        {
            int size = file.ReadAt(buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - offset)), offset);
            if (size == 0)
                throw Damaged(path);
            to(buffer.AsSpan(0, size));
            offset += size;
        }
    }

    static HullException Damaged(string path) => new($"a layer in the store is damaged: {path} is missing or too short");
}
