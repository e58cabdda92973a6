using System.IO.Compression;

namespace Hull.Archives;

/// <summary>Tells compressed content by its first bytes, whatever its name or type says.</summary>
internal static class Compression
{
    public static bool IsGzip(FileSlice content) => content.Peek(2) is [0x1f, 0x8b];

    /// <summary>A plain stream of content that may be compressed. What hull does not decompress is refused.</summary>
    /// <param name="source">The same content, or what passes it on.</param>
    public static Stream Open(FileSlice content, Stream source) => content.Peek(6) switch
    {
        [0x1f, 0x8b, ..] => new BombGuard(new GZipStream(source, CompressionMode.Decompress), content.Length),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => throw Unread("zstd"),
        [0x42, 0x5a, 0x68, ..] => throw Unread("bzip2"),
        [0xfd, 0x37, 0x7a, 0x58, 0x5a, ..] => throw Unread("xz"),
        _ => source,
    };

    static ArchiveException Unread(string kind) =>
        new($"it is compressed by {kind}, which hull does not read: only gzip and plain tar are read, so have it written again as one of these");
}
