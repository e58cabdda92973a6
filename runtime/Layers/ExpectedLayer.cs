using Hull.Archives;

namespace Hull.Layers;

/// <summary>What is said of a layer by those who refer to it.</summary>
/// <param name="Blob">The digest of the content as it is stored; null where nobody says.</param>
/// <param name="Diff">The digest of the tar in it.</param>
/// <param name="MayBeEmpty">Whether a tar without entries is one, as in a build's step that changed no file.</param>
internal sealed record ExpectedLayer(string? Blob, string? Diff, bool MayBeEmpty)
{
    public void Check(string blob, string diff)
    {
        if (Blob is not null && Blob != blob)
            throw new ArchiveException($"its content has the digest {blob}, and not {Blob}");
        if (Diff is not null && Diff != diff)
            throw new ArchiveException($"its tar has the digest {diff}, and the image's config says {Diff}");
    }
}
