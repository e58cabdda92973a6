using Cni;
using Linux;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.HostDevice;

/// <summary>
/// Gives a device back to the host under its old name, which it bears as its alias while it is away. In one message to the kernel, so that no kill finds it
/// halfway.
/// </summary>
internal sealed record DeviceReturn(Attachment At, HostDeviceConfig Config)
{
    // The kernel's own way to call a link whose name is taken: the first number that is free.
    const string AnyName = "dev%d";

    /// <summary>Takes the device out of the container, if it is there.</summary>
    public void OutOf(NetNamespace ns)
    {
        using var pod = RouteSocket.Open(ns);
        if (FindIn(pod) is not { } link)
            return;
        using var home = NetNamespace.Current();
        pod.Links.Change(new LinkChange(link) { Namespace = home, NewName = FreeName(OldName(link)), Alias = "" });
    }

    /// <summary>The namespace is gone, and the kernel has given the device back under the container's name for it: it gets its own again.</summary>
    public void AfterTheNamespace()
    {
        using var host = RouteSocket.Open();
        foreach (var link in host.Links.List())
            if (link.Alias != link.Name && IsTheDevice(link) && host.Links.Find(link.Alias) is null)
            {
                host.Links.Change(new LinkChange(link) { Up = false });   // an old kernel renames only what is down
                host.Links.Change(new LinkChange(link) { NewName = link.Alias, Alias = "" });
                return;
            }
    }

    // By its name; or, when it was renamed in there, by its alias. When it is the alias that is gone, by the MAC address that was reported.
    Link? FindIn(RouteSocket pod)
    {
        if (pod.Links.Find(At.IfName) is { } named && (LinkName.IsValid(named.Alias) || HasReportedMac(named)))
            return named;
        return pod.Links.List().Find(IsTheDevice);
    }

    // Other plugins' aliases are no names of links: they have blanks in them.
    bool IsTheDevice(Link link) => LinkName.IsValid(link.Alias) && (link.Alias == Config.Device || link.Mac.Equals(Config.Mac) || HasReportedMac(link));

    bool HasReportedMac(Link link)
    {
        foreach (var reported in Config.PrevResult?.Interfaces ?? [])
            if (reported.Name == At.IfName && reported.Sandbox != "" && reported.Mac != "")
                return reported.Mac == link.Mac.Text();
        return false;
    }

    string OldName(Link link) => LinkName.IsValid(link.Alias) ? link.Alias : LinkName.IsValid(Config.Device) ? Config.Device : link.Name;

    static string FreeName(string old)
    {
        using var host = RouteSocket.Open();
        if (host.Links.Find(old) is null)
            return old;
        Stdio.WriteError($"the device was {old} on the host, which is another link's name by now: it comes back as {AnyName.Replace("%d", "…")}");
        return AnyName;
    }
}
