using System.Text;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>Comments travel as user data that the kernel keeps unread, in the form that nft reads: type, length, text, zero (libnftnl's udata.h).</summary>
internal static class Comment
{
    /// <summary>As nft has it, in bytes, so that it can be listed and typed back.</summary>
    public const int MaxLength = 127;

    /// <summary>The type of a comment: a set's user data holds other things before it.</summary>
    public const byte Plain = 0, OfSet = 7;

    /// <summary>The type of other things that nft keeps there of a set: that it merges overlapping elements.</summary>
    public const byte MergesElements = 2;

    /// <param name="before">Other user data, in the same form.</param>
    public static void Put(MessageWriter to, ushort attribute, byte type, string? comment, ReadOnlySpan<byte> before = default)
    {
        if (comment is null && before.IsEmpty)
            return;
        int length = Encoding.UTF8.GetByteCount(comment ?? "");
        if (length > MaxLength)
            throw new ArgumentException($"the comment \"{comment}\" is over {MaxLength} bytes");
        Span<byte> data = stackalloc byte[before.Length + (comment is null ? 0 : length + 3)];
        before.CopyTo(data);
        if (comment is not null)
            Write(type, comment, data[before.Length..]);
        to.Put(attribute, data, "USERDATA");
    }

    static void Write(byte type, string comment, Span<byte> to)
    {
        to[0] = type;
        to[1] = (byte)(to.Length - 2);
        Encoding.UTF8.GetBytes(comment, to[2..]);
        to[^1] = 0;
    }

    public static string? Read(ReadOnlySpan<byte> userData, byte type = Plain) =>
        TryFind(userData, type, out var text) ? Encoding.UTF8.GetString(text.TrimEnd((byte)0)) : null;

    /// <summary>Whether a switch of this type is there, and on.</summary>
    public static bool Has(ReadOnlySpan<byte> userData, byte type) => TryFind(userData, type, out var value) && value.ContainsAnyExcept((byte)0);

    static bool TryFind(ReadOnlySpan<byte> userData, byte type, out ReadOnlySpan<byte> value)
    {
        value = default;
        for (var rest = userData; rest.Length >= 2 && rest.Length >= 2 + rest[1]; rest = rest[(2 + rest[1])..])
            if (rest[0] == type)
            {
                value = rest.Slice(2, rest[1]);
                return true;
            }
        return false;
    }
}
