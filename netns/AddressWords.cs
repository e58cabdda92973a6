using System.Net;
using System.Net.Sockets;
using Netlink;
using Netlink.Routing;

namespace Netctl;

/// <summary>Addresses and networks among the words of a command line, in the forms that ip takes.</summary>
internal static class AddressWords
{
    /// <summary>The address that must follow. Of the family asked for, or of any.</summary>
    public static IPAddress Address(this Words words, Family family) => AddressIn(words.Value("address"), family);

    public static IPAddress AddressIn(string word, Family family) => Find(word, family)
        ?? throw new CommandFailure(ExitCode.Own, $"{NameOf(family)} address is expected rather than \"{word}\".");

    /// <summary>The network that must follow: ADDRESS, ADDRESS/LENGTH, ADDRESS/MASK, or default.</summary>
    public static Prefix Prefix(this Words words, Family family) => PrefixIn(words.Value("address"), family);

    public static Prefix PrefixIn(string word, Family family)
    {
        if (word is "default" or "any" or "all")
            return new Prefix(null, 0, false);
        int slash = word.IndexOf('/');
        string address = slash < 0 ? word : word[..slash];
        if (Find(address, family) is { } ip && LengthIn(slash < 0 ? null : word[(slash + 1)..], ip) is { } length)
            return new Prefix(ip, length, slash >= 0);
        throw new CommandFailure(ExitCode.Own, $"{NameOf(family)} prefix is expected rather than \"{word}\".");
    }

    /// <summary>The family that a word before an address names: inet or inet6.</summary>
    public static Family FamilyWord(this Words words, Family otherwise) =>
        words.Take("inet") ? Family.Ipv4 : words.Take("inet6") ? Family.Ipv6 : otherwise;

    /// <summary>Who made something, by name or number.</summary>
    public static RouteProtocol Protocol(this Words words) => (RouteProtocol)words.Named<byte>(RouteNames.Protocols);

    /// <summary>A number, or the name that a file in /etc/iproute2 has for it.</summary>
    public static T Named<T>(this Words words, NameTable names) where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        string word = words.Value();
        return names.Find(word) is { } number && number <= uint.CreateSaturating(T.MaxValue) ? T.CreateTruncating(number) : words.NumberIn<T>(word);
    }

    static IPAddress? Find(string word, Family family)
    {
        var found = word.Contains(':') ? ParseV6(word) : word is "any" or "default" or "all" ? Unspecified(family) : ParseV4(word);
        return found is not null && (family is Family.Any || found.Family() == family) ? found : null;
    }

    static IPAddress Unspecified(Family family) => family == Family.Ipv6 ? IPAddress.IPv6Any : IPAddress.Any;

    static IPAddress? ParseV6(string word) =>
        !word.AsSpan().ContainsAny('%', '[') && IPAddress.TryParse(word, out var found) && found.AddressFamily == AddressFamily.InterNetworkV6 ? found : null;

    // As iproute2: 10.1 is 10.1.0.0, which the C library would take for 10.0.0.1.
    static IPAddress? ParseV4(string word)
    {
        string[] parts = word.Split('.');
        byte[] bytes = new byte[4];
        if (parts.Length > bytes.Length) return null;
        for (int i = 0; i < parts.Length; i++)
            if (!Words.TryNumber(parts[i], out bytes[i]))
                return null;
        return new IPAddress(bytes);
    }

    static int? LengthIn(string? word, IPAddress address)
    {
        if (word is null) return address.FullPrefix();
        if (Words.TryNumber(word, out byte length)) return length <= address.FullPrefix() ? length : null;
        if (!word.AsSpan().ContainsAny('.', ':') || Find(word, address.Family()) is not { } mask) return null;
        var ones = Netctl.Prefix.Broadcast(mask, 0, ones: true);
        for (int bits = 0; bits <= ones.FullPrefix(); bits++)
            if (Netctl.Prefix.Masked(ones, bits).Equals(mask))
                return bits;
        return null;
    }

    static string NameOf(Family family) => family switch { Family.Ipv4 => "inet", Family.Ipv6 => "inet6", _ => "any valid" };
}
