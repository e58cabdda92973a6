using Hull.Archives;

namespace Hull.Copying;

/// <summary>What files can be put into, one after the other: a tar, or a folder.</summary>
internal interface IEntries
{
    /// <summary>Content of <see cref="TarEntry.Stored"/> bytes must follow.</summary>
    void Add(TarEntry entry);
    void Content(ReadOnlySpan<byte> part);

    /// <summary>After the last of an entry's content.</summary>
    void EndContent();
}
