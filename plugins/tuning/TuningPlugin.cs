using Cni;
using Linux;
using Netlink.Routing;

namespace Plugins.Tuning;

/// <summary>Sets a link's MAC address, MTU and modes, and settings of the container's network; remembers what was there, and sets it back.</summary>
internal sealed class TuningPlugin() : CniPlugin<TuningConfig>(json => new(json))
{
    protected override CniResult Add(CniCommand command, TuningConfig config)
    {
        var made = Made(config);
        Allowlist.Require(config.Sysctls);
        var at = command.Attachment;
        var wanted = config.Link with { Mac = config.Mac(command.Args) };
        var sysctls = ContainerSettings.Resolve(config.Sysctls, at.IfName);
        if (wanted.AreNone && sysctls.Count == 0)
            return made;

        using var ns = at.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        using var undo = new Undo();
        var link = wanted.AreNone ? null : FindLink(pod, at);
        var was = new Backup(config.Name)
        {
            Link = link is null ? new() : wanted.NowOf(link),
            Sysctls = sysctls.Count == 0 ? [] : ns.Visit(() => ContainerSettings.Read(sysctls)),
        };
        var kept = was.Keep(config.DataDir, at.Key);
        if (ReferenceEquals(kept, was))   // else it is another's too
            undo.Add(() => SmallFile.Remove(Backup.FileOf(config.DataDir, at.Key)));
        was.RestoreBy(undo, ns, pod, at.IfName);
        var shown = sysctls.Count == 0 ? [] : ns.Visit(() => ContainerSettings.Apply(sysctls));
        if (shown.Count > 0)
            (kept with { Shown = [.. kept.Shown, .. shown] }).Write(Backup.FileOf(config.DataDir, at.Key));
        if (link is not null)
            pod.Links.Change(wanted.For(link));
        undo.Complete();
        return Told(made, at.IfName, wanted);
    }

    static CniResult Made(TuningConfig config) =>
        config.PrevResult ?? throw new CniError(CniErrorCode.InvalidConfig, "Required prevResult missing", "tuning changes a link that a plugin before it in the chain has made");

    static Link FindLink(RouteSocket pod, Attachment at) =>
        pod.Links.Find(at.IfName) ?? throw new CniError(CniErrorCode.Internal, $"failed to get \"{at.IfName}\": Link not found", $"there is none of that name in {at.NetNs}");

    // A result without sandboxes says of no link where it is.
    static CniResult Told(CniResult made, string ifName, LinkSettings wanted)
    {
        bool tellsSandbox = made.Interfaces.Any(link => link.Name == ifName && link.Sandbox != "");
        return made with
        {
            Interfaces = [.. made.Interfaces.Select(link => link.Name != ifName || tellsSandbox && link.Sandbox == "" ? link : link with
            {
                Mac = wanted.Mac?.Text() ?? link.Mac,
                Mtu = link.Mtu is null ? null : wanted.Mtu ?? link.Mtu,
            })],
        };
    }

    protected override void Del(CniCommand command, TuningConfig config)
    {
        var at = command.Attachment;
        if (Backup.Find(config.DataDir, at.Key) is { } kept)
        {
            using var ns = at.FindNetNs();
            if (ns is not null)
                Restore(kept, ns, at.IfName);
        }
        Backup.Remove(config.DataDir, at.Key);
    }

    static void Restore(Backup kept, NetNamespace ns, string ifName)
    {
        using var pod = RouteSocket.Open(ns);
        using var restoring = new Undo();
        kept.RestoreBy(restoring, ns, pod, ifName);
    }

    protected override void Check(CniCommand command, TuningConfig config)
    {
        Made(config);
        var at = command.Attachment;
        using var ns = at.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        var sysctls = ContainerSettings.Resolve(config.Sysctls, at.IfName);
        var shown = Backup.Find(config.DataDir, at.Key)?.Shown ?? [];
        string? difference = sysctls.Count == 0 ? null : ns.Visit(() => ContainerSettings.Difference(sysctls, shown));
        if (difference is null)
            difference = pod.Links.Find(at.IfName) is { } link
                ? (config.Link with { Mac = config.Mac(command.Args) }).DifferenceOf(link)
                : $"Cannot find container link {at.IfName}";
        if (difference is not null)
            throw new CniError(CniErrorCode.Internal, difference);
    }

    protected override void Gc(CniCommand command, TuningConfig config, IReadOnlySet<AttachmentKey> valid) => Backup.Gc(config.DataDir, config.Name, valid);

    protected override void Status(CniCommand command, TuningConfig config)
    {
        try
        {
            Allowlist.Require(config.Sysctls);
            Backup.RequireFolder(config.DataDir);
        }
        catch (Exception e) when (e is CniError or LinuxException)
        {
            throw new CniError(CniErrorCode.NotAvailable, e.Message);
        }
    }
}
