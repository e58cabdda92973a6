using System.Net;
using Netlink;

namespace Netctl;

/// <summary>The addresses of one command line: all are of the family that was asked for, or else of the first one's.</summary>
internal sealed class FamilyWords(Family family)
{
    public Family Family { get; private set; } = family;

    public Prefix Prefix(Words words)
    {
        var prefix = words.Prefix(Family);
        if (Family == Family.Any) Family = prefix.Family;
        return prefix;
    }

    public IPAddress Address(Words words) => Address(words, Family);

    /// <summary>One that says by a word before it of which family it is, if not of this.</summary>
    public IPAddress AddressOfAny(Words words) => Address(words, words.FamilyWord(Family));

    IPAddress Address(Words words, Family family)
    {
        var address = words.Address(family);
        if (Family == Family.Any) Family = address.Family();
        return address;
    }
}
