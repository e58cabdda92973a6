using System.Text;
using Cni;
using Linux;

namespace Plugins.Shared;

/// <summary>
/// Whose a rule set's element is: the comment that it carries, <c>NETWORK CONTAINER IFNAME</c>. It is what DEL and GC go by, so it is
/// exact even when a name is too long for a comment: the tail of such a name is its hash.
/// </summary>
internal static class Owner
{
    const int LongestNetwork = 40, LongestContainer = 64, HashDigits = 16;

    public static string Of(string network, AttachmentKey key) => $"{NetworkPart(network)}{Shorten(key.ContainerId, LongestContainer)} {key.IfName}";

    /// <summary>Whether a comment is that of an attachment to this network which is not among the valid ones.</summary>
    public static Func<string, bool> Garbage(string network, IReadOnlySet<AttachmentKey> valid)
    {
        string prefix = NetworkPart(network);
        var live = valid.Select(key => Of(network, key)).ToHashSet();
        return owner => owner.StartsWith(prefix, StringComparison.Ordinal) && !live.Contains(owner);
    }

    static string NetworkPart(string network) => Shorten(network, LongestNetwork) + " ";

    /// <summary>A text that fits: the tail of a longer one is the hash of it all.</summary>
    public static string Shorten(string name, int longest) => name.Length <= longest
        ? name
        : $"{name[..(longest - HashDigits - 1)]}~{Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(name)))[..HashDigits]}";
}
