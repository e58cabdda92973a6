using System.Net.NetworkInformation;
using System.Text;
using Cni;
using Linux;
using Netfilter.Nft;
using Netlink;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Bridge;

/// <summary>
/// Drops frames that a container sends under another MAC address than its own (macspoofchk). Chains, rules and comments are those of the reference plugin,
/// so that each removes what the other made.
/// </summary>
internal static class SpoofCheck
{
    const int MostTries = 8;
    const string CommentPrefix = "macspoofchk-";

    static readonly Table s_table = new(NftFamily.Bridge, "nat");
    static readonly Chain s_prerouting = new(s_table, "PREROUTING") { Hook = new("filter", HookPoint.Prerouting, -300) };

    // An attachment is known here by container and interface alone; that is what its chains and comments end in.
    static string TailOf(AttachmentKey key) => $"{key.ContainerId}-{key.IfName}";

    static Chain LinkChain(string tail) => new(s_table, $"cni-br-iface-{tail}");

    static Chain MacChain(string tail) => new(s_table, $"cni-br-iface-{tail}-mac");

    public static void Add(string hostEnd, PhysicalAddress mac, AttachmentKey key)
    {
        string tail = TailOf(key), comment = CommentPrefix + tail;
        using var nft = NftSocket.Open();
        using var change = nft.Begin();
        change.Add(s_table);
        change.Add(s_prerouting);
        change.Add(LinkChain(tail));
        change.Add(MacChain(tail));
        change.Delete(new Rule(LinkChain(tail)));   // what an ADD left that was killed
        change.Delete(new Rule(MacChain(tail)));
        change.Add(new Rule(s_prerouting, Meta.IncomingName.Is(hostEnd), Verdict.Jump(LinkChain(tail))) { Comment = comment });
        change.Add(new Rule(LinkChain(tail), Verdict.Jump(MacChain(tail))) { Comment = comment });
        change.Add(new Rule(MacChain(tail), Ether.Saddr.Is(mac.GetAddressBytes()), Verdict.Return) { Comment = comment });
        change.Add(new Rule(MacChain(tail), Verdict.Drop) { Comment = comment });
        change.Commit();
    }

    public static void Check(string hostEnd, PhysicalAddress mac, AttachmentKey key)
    {
        string tail = TailOf(key), comment = CommentPrefix + tail;
        using var nft = NftSocket.Open();
        if (!ComparingRule.List(nft, s_prerouting).Exists(rule => rule.Comment == comment && NameIn(rule) == hostEnd))
            throw Missing($"rule bridge nat PREROUTING iifname \"{hostEnd}\" jump {LinkChain(tail).Name}");
        if (!ComparingRule.List(nft, LinkChain(tail)).Exists(rule => rule.Comment == comment))
            throw Missing($"rule bridge nat {LinkChain(tail).Name} jump {MacChain(tail).Name}");
        var rules = ComparingRule.List(nft, MacChain(tail)).FindAll(rule => rule.Comment == comment);
        if (rules is not [{ Values: [var allowed] }, { Values: [] }])
            throw AttachmentCheck.Differs($"nft {MacChain(tail)} does not let pass {mac.Text()} alone");
        if (!allowed.AsSpan().SequenceEqual(mac.GetAddressBytes()))
            throw AttachmentCheck.Differs($"nft {MacChain(tail)} lets pass {new PhysicalAddress(allowed).Text()}, not {mac.Text()}");
    }

    static CniError Missing(string what) => AttachmentCheck.Differs($"nft {what} is missing");

    static string NameIn(ComparingRule rule) => rule.Values is [var name, ..] ? Encoding.UTF8.GetString(name).TrimEnd('\0') : "";

    /// <summary>
    /// Removes an attachment's. The kernel finishes it some milliseconds later, and closing the socket waits for that: dispose what is returned after
    /// whatever else takes time.
    /// </summary>
    public static IDisposable Remove(AttachmentKey key)
    {
        var nft = NftSocket.Open();
        TryRemove(nft, TailOf(key));
        return nft;
    }

    /// <summary>Removes those of links that are not there any more, of whatever network they were: nothing else tells whose they are.</summary>
    public static void Gc()
    {
        using var nft = NftSocket.Open();
        using var host = RouteSocket.Open();
        foreach (var rule in ComparingRule.List(nft, s_prerouting))
            if (rule.Comment?.StartsWith(CommentPrefix, StringComparison.Ordinal) == true && NameIn(rule) is { Length: > 0 } name && host.Links.Find(name) is null)
                TryRemove(nft, rule.Comment[CommentPrefix.Length..]);
    }

    // Without the link, whose name is never used again, the rules match nothing: a DEL does not fail for them.
    static void TryRemove(NftSocket nft, string tail)
    {
        try
        {
            Remove(nft, tail);
        }
        catch (LinuxException e)
        {
            Stdio.WriteError($"removing the rules of macspoofchk: {e.Message}");
        }
    }

    static void Remove(NftSocket nft, string tail)
    {
        List<Chain> chains = [LinkChain(tail), MacChain(tail)];
        for (int i = 0; i < MostTries; i++)
            try
            {
                using var change = nft.Begin();
                foreach (var rule in nft.List(s_prerouting).Where(rule => rule.Comment == CommentPrefix + tail))
                    change.Delete(rule);
                foreach (var chain in chains)
                    change.Delete(new Rule(chain));
                foreach (var chain in chains)
                    change.Delete(chain);
                change.Commit();
                return;
            }
            catch (NetlinkException e) when (e is { Errno: Errno.NoEntry, Intent.Subject: Chain missing } && chains.Remove(missing)) { }
            catch (NetlinkException e) when (e is { Errno: Errno.NoEntry, Intent.Subject: Rule rule })
            {
                chains.RemoveAll(chain => chain == rule.Chain);   // or another DEL was quicker with a rule of PREROUTING: look again
            }
    }
}
