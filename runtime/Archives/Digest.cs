using Linux;

namespace Hull.Archives;

/// <summary>What content is addressed by: "sha256:" and 64 hexadecimal digits (OCI image specification, "Digests").</summary>
internal static class Digest
{
    public const string Prefix = "sha256:";

    public static string Of(ReadOnlySpan<byte> content) => Prefix + Convert.ToHexStringLower(Sha2.Hash256(content));

    /// <summary>Ends the hash.</summary>
    public static string Of(Sha256 hash) => Prefix + Convert.ToHexStringLower(hash.Finish());

    /// <summary>Refuses what is none: digests become names of files.</summary>
    public static string Checked(string digest) => IsDigest(digest)
        ? digest
        : throw new ArchiveException($"\"{digest}\" is no digest that is read here: those are sha256: and 64 small hexadecimal digits");

    public static bool IsDigest(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && IsHex(text[Prefix.Length..]);

    public static bool IsHex(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");

    /// <summary>Its digits alone.</summary>
    public static string Hex(string digest) => digest[Prefix.Length..];
}
