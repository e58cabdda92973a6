using Linux;

namespace Hull.Archives;

internal enum TarKind { File, HardLink, SymbolicLink, CharacterDevice, BlockDevice, Folder, Pipe }

/// <summary>One entry of a tar, as it stands there: nothing in it has been believed yet.</summary>
internal sealed record TarEntry
{
    public required string Name { get; init; }
    public required TarKind Kind { get; init; }

    /// <summary>How long the file is, of which <see cref="Stored"/> bytes follow in the archive.</summary>
    public long Length { get; init; }
    public long Stored { get; init; }
    public FileOwner Owner { get; init; }
    public FileTime Modified { get; init; }
    public string Target { get; init; } = "";
    public uint Major { get; init; }
    public uint Minor { get; init; }

    /// <summary>Extended attributes by their full names, "user.note". Their values are bytes, not text.</summary>
    public IReadOnlyList<(string Name, byte[] Value)> Attributes { get; init; } = [];

    /// <summary>Where the stored bytes belong in a file with holes; null for one without.</summary>
    public IReadOnlyList<(long Offset, long Length)>? Pieces { get; init; }
}
