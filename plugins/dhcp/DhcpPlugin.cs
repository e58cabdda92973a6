using Cni;
using Linux;

namespace Plugins.Dhcp;

/// <summary>
/// Addresses from a DHCP server on the container's network. A lease has to be renewed for as long as the container lives, so a daemon
/// (<c>dhcp daemon</c>, this same file) takes and keeps it: the plugin asks that daemon.
/// </summary>
internal sealed class DhcpPlugin() : CniPlugin<DhcpConfig>(json => new(json))
{
    protected override bool IsAddressPlugin => true;

    // What others know an ADD that failed by; the words are those of the reference's remote calls.
    const string Allocating = "error calling DHCP.Allocate: ", Releasing = "error calling DHCP.Release: ";

    protected override CniResult Add(CniCommand command, DhcpConfig config)
    {
        using (command.Attachment.OpenNetNs()) { }   // a wrong path is told before anybody is asked
        var answer = DaemonClient.Ask(config.SocketPath, CallFor(command, config), Allocating) ?? throw NoDaemon(CniErrorCode.TryAgainLater, config);
        var lease = answer.Result ?? throw new CniError(CniErrorCode.Internal, $"{Allocating}the daemon at {config.SocketPath} gave no address");
        return config.Priority is not { } priority ? lease : lease with { Routes = [.. lease.Routes.Select(route => route with { Priority = priority })] };
    }

    /// <summary>Without a daemon nobody can tell the server. The lease is forgotten all the same, so that no later daemon renews it, and ends when its time is over.</summary>
    protected override void Del(CniCommand command, DhcpConfig config)
    {
        var call = new DaemonCall(CniVerb.Del, LeaseKey.Of(config, command.Attachment));
        if (DaemonClient.Ask(config.SocketPath, call, Releasing) is null && LeaseFolder.Find(config.SocketPath)?.Remove(call.Key) == true)
            Stdio.WriteError($"no DHCP daemon answers at {config.SocketPath}: the server keeps the address of {call.Key} until the lease ends");
    }

    protected override void Check(CniCommand command, DhcpConfig config)
    {
        var call = new DaemonCall(CniVerb.Check, LeaseKey.Of(config, command.Attachment));
        var answer = DaemonClient.Ask(config.SocketPath, call, "dhcp: ") ?? throw NoDaemon(CniErrorCode.Internal, config);
        foreach (var leased in answer.Result?.Ips ?? [])
            if (config.PrevResult is { } made && !made.Ips.Any(ip => ip.Address == leased.Address))
                throw new CniError(CniErrorCode.Internal, $"dhcp: {call.Key} has a lease of {leased.Address}, which is not in the previous result");
    }

    protected override void Gc(CniCommand command, DhcpConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        var call = new DaemonCall(CniVerb.Gc, new(config.Name, "", "")) { Valid = valid };
        if (DaemonClient.Ask(config.SocketPath, call, "dhcp: ") is null)
            LeaseFolder.Find(config.SocketPath)?.RemoveUnless(config.Name, valid);
    }

    protected override void Status(CniCommand command, DhcpConfig config)
    {
        if (DaemonClient.Ask(config.SocketPath, new(CniVerb.Status, new(config.Name, "", "")), "dhcp: ") is null)
            throw NoDaemon(CniErrorCode.NotAvailable, config);
    }

    static DaemonCall CallFor(CniCommand command, DhcpConfig config) => new(CniVerb.Add, LeaseKey.Of(config, command.Attachment))
    {
        NetNs = command.Attachment.NetNs, Provided = config.Provided(command.Args), Requested = config.Requested,
    };

    static CniError NoDaemon(CniErrorCode code, DhcpConfig config) => new(code, $"error dialing DHCP daemon: nobody listens at {config.SocketPath}",
        config.SocketPath == DhcpConfig.DefaultSocketPath
            ? "start it: systemctl enable --now cni-dhcp.socket, or: /opt/cni/bin/dhcp daemon"
            : $"start it: /opt/cni/bin/dhcp daemon -socketpath {config.SocketPath}");
}
