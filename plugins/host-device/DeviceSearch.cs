using Cni;
using Netlink.Routing;

namespace Plugins.HostDevice;

/// <summary>Finds the link on the host that a configuration means.</summary>
internal static class DeviceSearch
{
    /// <summary>The link; that there is none is an error of the code given.</summary>
    public static Link Find(RouteSocket host, HostDeviceConfig config, CniErrorCode otherwise = CniErrorCode.InvalidConfig)
    {
        var (link, problem) = Look(host, config);
        return link ?? throw new CniError(otherwise, $"failed to find host device: {problem}", "one that is in a container is not on the host");
    }

    static (Link? Link, string Problem) Look(RouteSocket host, HostDeviceConfig config)
    {
        if (config.Device != "")
            return (host.Links.Find(config.Device), $"there is no link {config.Device}");
        if (config.Mac is { } mac)
            return (host.Links.List().Find(link => link.Mac.Equals(mac)), $"no link has the MAC address {mac.Text()}");
        if (config.KernelPath != "")
            return (First(host, BusDevice.NamesIn(config.KernelPath)), $"{config.KernelPath} has no link");
        return BusDevice.Find(config.BusId) is { } device
            ? (First(host, device.LinkNames()), $"device {config.BusId} has no link")
            : (null, $"there is no device {config.BusId}");
    }

    // The sys file system is that of whoever mounted it: a link that it shows may be of another network.
    static Link? First(RouteSocket host, IEnumerable<string> names)
    {
        foreach (string name in names)
            if (host.Links.Find(name) is { } link)
                return link;
        return null;
    }
}
