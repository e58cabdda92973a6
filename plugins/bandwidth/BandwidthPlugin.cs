using Cni;
using Linux;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Bandwidth;

/// <summary>Limits how much a container receives and sends: a token bucket on the host's end of its veth, and one on a detour for what comes out of it.</summary>
internal sealed class BandwidthPlugin() : CniPlugin<BandwidthConfig>(json => new(json))
{
    protected override CniVersion Oldest => new(0, 3, 0);

    protected override CniResult Add(CniCommand command, BandwidthConfig config)
    {
        var made = Made(config);
        if (config.IsUnlimited)
            return made;
        using var host = RouteSocket.Open();
        using var undo = new Undo();
        var veth = HostVeth.Get(host, command.Attachment, made);
        if (config.Ingress is { } ingress)
        {
            var bucket = ingress.For(veth);
            host.Add(bucket);
            undo.Add(() => host.Qdiscs.DeleteIfThere(bucket));
        }
        if (config.Egress is { } egress)
        {
            var detour = AddDetour(host, veth, egress, new(config.Name, command.Attachment.Key), undo);
            made = made with { Interfaces = [.. made.Interfaces, detour.Describe()] };
        }
        undo.Complete();
        return made;
    }

    static CniResult Made(BandwidthConfig config) => config.PrevResult ?? throw new CniError(CniErrorCode.InvalidConfig, "must be called as chained plugin");

    // Limited before anything takes it.
    static Link AddDetour(RouteSocket host, Link veth, Limit limit, Detour detour, Undo undo)
    {
        var ifb = detour.Make(host, veth, undo);
        using (var batch = host.Batch())
        {
            batch.Add(limit.For(ifb));
            batch.Change(new LinkChange(ifb) { Up = true });
            batch.Commit();
        }
        if (host.Qdiscs.EnsureClsact(veth))
            undo.Add(() => host.Qdiscs.DeleteIfThere(new ClsactQdisc(veth)));
        var redirect = new RedirectFilter(veth, ifb);
        host.Add(redirect);
        undo.Add(() => host.Filters.DeleteIfThere(redirect));
        return ifb;
    }

    /// <summary>The veth itself is another plugin's; while it is there, it is left as it was before.</summary>
    protected override void Del(CniCommand command, BandwidthConfig config)
    {
        using var host = RouteSocket.Open();
        var detour = new Detour(config.Name, command.Attachment.Key).Find(host, config.PrevResult);
        if ((detour is not null || config.Ingress is not null) && HostVeth.Find(host, config.PrevResult) is { } veth)
        {
            if (detour is not null)
                host.Filters.DeleteIfThere(new RedirectFilter(veth, detour));
            if (config.Ingress is { Problem: null } ingress)
                host.Qdiscs.DeleteIfThere(ingress.For(veth));
        }
        if (detour is not null)
            host.Links.DeleteIfThere(detour.Name);
    }

    protected override void Check(CniCommand command, BandwidthConfig config)
    {
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, "must be called as a chained plugin");
        if (config.IsUnlimited)
            return;
        using var host = RouteSocket.Open();
        var veth = HostVeth.Get(host, command.Attachment, made);
        if (config.Ingress?.DifferenceOn(veth, host.Qdiscs.FindTbf(veth)) is { } ingress)
            throw AttachmentCheck.Differs(ingress);
        if (config.Egress is { } egress)
            CheckDetour(host, veth, egress, new Detour(config.Name, command.Attachment.Key).Find(host, made));
    }

    static void CheckDetour(RouteSocket host, Link veth, Limit limit, Link? detour)
    {
        if (detour is null)
            throw AttachmentCheck.Differs("get ifb device: Link not found", "what the container sends is not limited");
        if (!detour.IsUp)
            throw AttachmentCheck.Differs($"{detour.Name} is down");
        if (limit.DifferenceOn(detour, host.Qdiscs.FindTbf(detour)) is { } egress)
            throw AttachmentCheck.Differs(egress);
        foreach (var redirect in host.Filters.ListRedirects(veth))
            if (redirect.LinkIndex == detour.Index)
                return;
        throw AttachmentCheck.Differs($"{veth.Name} has no filter that sends what comes in by it to {detour.Name}", $"it should be {new RedirectFilter(veth, detour)}");
    }

    protected override void Gc(CniCommand command, BandwidthConfig config, IReadOnlySet<AttachmentKey> valid) => Detour.Gc(config.Name, valid);

    /// <summary>Makes a detour in a network of its own, which goes away with it: the kernel has all that it takes, or says what it lacks.</summary>
    protected override void Status(CniCommand command, BandwidthConfig config)
    {
        try
        {
            using var ns = NetNamespace.Create();
            using var trial = RouteSocket.Open(ns);
            using var undo = new Undo();
            var link = trial.Links.Get("lo");
            AddDetour(trial, link, new Limit(8_000_000, 8_000_000), new Detour(config.Name, new("status", "eth0")), undo);
        }
        catch (LinuxException e)
        {
            throw new CniError(CniErrorCode.NotAvailable, e.Message, "the kernel lacks something that limiting bandwidth takes: ifb, tbf, clsact, u32 or mirred");
        }
    }
}
