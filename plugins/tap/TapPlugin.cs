using System.Net.NetworkInformation;
using Cni;
using Linux;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Tap;

/// <summary>Gives the container a tap: a link whose other end a program in the container opens, such as a virtual machine's.</summary>
internal sealed class TapPlugin() : ContainerLinkPlugin<TapConfig>("tun", json => new(json))
{
    protected override Action Plan(CniCommand command, TapConfig config, LinkPlace place)
    {
        var mac = config.Mac(command.Args);
        var bridge = FindBridge(config, place);
        return () => Make(config, place, mac, bridge);
    }

    static Link? FindBridge(TapConfig config, LinkPlace place)
    {
        if (config.Bridge == "")
            return null;
        var bridge = place.Pod.Links.Find(config.Bridge)
            ?? throw new CniError(CniErrorCode.InvalidConfig, $"bridge is {config.Bridge}, and {place.At.NetNs} has no link of that name");
        return bridge.Kind == "bridge" ? bridge : throw new CniError(CniErrorCode.InvalidConfig, $"bridge is {config.Bridge}, which is not a bridge");
    }

    static void Make(TapConfig config, LinkPlace place, PhysicalAddress? mac, Link? bridge)
    {
        var tap = new TapDevice(place.At.IfName) { MultiQueue = config.MultiQueue, Owner = config.Owner, Group = config.Group };
        if (config.SelinuxContext != "")
            LabelledTap.Create(tap, place.Namespace, config.SelinuxContext);
        else
            Create(tap, place.Namespace);
        place.Pod.Links.Change(new LinkChange(tap.Name) { Mac = mac, Mtu = config.MtuAskedFor, Master = bridge?.Index });
    }

    static void Create(TapDevice tap, NetNamespace where)
    {
        try
        {
            tap.Create(where);
        }
        catch (LinuxException e) when (IsMissing(e.Errno))
        {
            throw Missing(e);
        }
    }

    protected override void Require(TapConfig config)
    {
        try
        {
            TapDevice.Open().Dispose();
        }
        catch (LinuxException e) when (IsMissing(e.Errno))
        {
            throw Missing(e);
        }
    }

    // The file is made by hand on some machines, and then leads nowhere if the kernel lacks what it is for.
    static bool IsMissing(Errno errno) => errno is Errno.NoEntry or Errno.NoDevice or Errno.NoSuchDeviceOrAddress;

    static CniError Missing(LinuxException e) => new(CniErrorCode.NotAvailable, "this machine has no taps", e.Message);

    protected override string? Difference(TapConfig config, LinkPlace place, Link link)
    {
        if (link.Tun is not { IsTap: true } tap)
            return $"{link.Name} is a tun, not a tap";
        if (tap.MultiQueue != config.MultiQueue)
            return $"{link.Name} has {(tap.MultiQueue ? "many queues" : "one queue")}, not {(config.MultiQueue ? "many" : "one")}";
        if (tap.Owner != config.Owner)
            return $"{link.Name} is {NameOf("user", tap.Owner)}'s, not {NameOf("user", config.Owner)}'s";
        if (tap.Group != config.Group)
            return $"{link.Name} is {NameOf("group", tap.Group)}'s, not {NameOf("group", config.Group)}'s";
        return config.Bridge != "" && place.Pod.Links.Find(config.Bridge)?.Index != link.MasterIndex ? $"{link.Name} is not on bridge {config.Bridge}" : null;
    }

    static string NameOf(string what, uint? id) => id is null ? $"no {what}" : $"{what} {id}";
}
