using System.Text;
using Cni;
using Linux;
using Netlink;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Bandwidth;

/// <summary>
/// The ifb that a container's outgoing packets take on the host, because only what leaves a link is queued. It bears its owner
/// (<see cref="Owner"/>) as alias; those that the reference plugin made bear none.
/// </summary>
internal sealed class Detour(string network, AttachmentKey key)
{
    const string Prefix = "bwp";
    const int LongestName = 15;

    readonly string _owner = Owner.Of(network, key);

    // The reference plugin's, which is the same for all interfaces of a container; and, when another interface has that, one of our own.
    readonly string _usual = NameOf(network + key.ContainerId), _own = NameOf($"{network} {key.ContainerId} {key.IfName}");

    static string NameOf(string what) => Prefix + Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(what)))[..(LongestName - Prefix.Length)];

    /// <summary>Makes it, down, with the veth's MTU.</summary>
    public Link Make(RouteSocket host, Link veth, Undo undo)
    {
        string name = host.Links.Find(_usual) is null ? _usual : _own;
        if (name == _own && host.Links.Find(_own) is not null)
            throw new CniError(CniErrorCode.Internal, $"{_own} already exists", $"this container's bandwidth on {key.IfName} is limited already: DEL first");
        try
        {
            using var batch = host.Batch();
            batch.Add(new IfbLink(name) { Mtu = veth.Mtu });
            batch.Change(new LinkChange(name) { Alias = _owner });
            batch.Commit();
        }
        catch (NetlinkException e) when (e.Intent.Subject is LinkChange)   // it is made, and bears no name yet that it could be found by
        {
            host.Links.DeleteIfThere(name);
            throw;
        }
        undo.Add(() => host.Links.DeleteIfThere(name));
        return host.Links.Get(name);
    }

    /// <summary>The attachment's, ours or the reference plugin's; null when there is none.</summary>
    /// <param name="host">A socket in the host's network.</param>
    /// <param name="made">Tells whose an ifb without an alias is; without a result, it is this attachment's.</param>
    public Link? Find(RouteSocket host, CniResult? made)
    {
        foreach (string name in (string[])[_own, _usual])
            if (host.Links.Find(name) is { Kind: "ifb" } found && (found.Alias == _owner || found.Alias == "" && name == _usual && IsReported(made, name)))
                return found;
        return null;
    }

    static bool IsReported(CniResult? made, string name)
    {
        if (made is null)
            return true;
        foreach (var link in made.Interfaces)
            if (link.Name == name)
                return true;
        return false;
    }

    /// <summary>Deletes those of the network whose attachments are not among the valid ones; and the reference plugin's that nothing leads to any more.</summary>
    public static void Gc(string network, IReadOnlySet<AttachmentKey> valid)
    {
        var isGarbage = Owner.Garbage(network, valid);
        using var host = RouteSocket.Open();
        var withoutOwner = new List<Link>();
        foreach (var link in host.Links.ListKind("ifb"))
            if (link.Kind != "ifb")
                continue;   // a kernel that has never heard of ifb lists everything
            else if (link.Alias != "" && isGarbage(link.Alias))
                host.Links.DeleteIfThere(link.Name);
            else if (link.Alias == "" && link.Name.StartsWith(Prefix, StringComparison.Ordinal) && link.Name.Length == LongestName)
                withoutOwner.Add(link);
        if (withoutOwner.Count > 0)
            CollectLost(host, withoutOwner);
    }

    // The reference plugin limits an ifb last of all, so one that is limited, and that no veth leads to, has lost its veth.
    static void CollectLost(RouteSocket host, List<Link> links)
    {
        links.RemoveAll(link => host.Qdiscs.FindTbf(link) is null);
        if (links.Count == 0)
            return;
        var led = new HashSet<int>();
        foreach (var veth in host.Links.ListKind("veth"))
            foreach (var redirect in host.Filters.ListRedirects(veth))
                led.Add(redirect.LinkIndex);
        foreach (var link in links)
            if (!led.Contains(link.Index))
                host.Links.DeleteIfThere(link.Name);
    }
}
