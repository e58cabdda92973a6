using Cni;
using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Network;

/// <summary>Changes which networks a container has, while it runs or before it does.</summary>
internal static class LiveNetwork
{
    public static void Connect(Container container, NetworkUse use)
    {
        if (!NetworkMode.HasNetworks(container.Network))
            throw new HullException($"container {container.Name} runs with --network {container.Network}: it cannot be connected to a network", exitCode: 1);
        using var onlyUs = AllContainers.Lock();
        var files = new NetworkFiles(container);
        var others = files.All();
        if (others.Any(other => other.Network == use.Network))
            throw new HullException($"container {container.Name} is connected to network {use.Network} already", exitCode: 1);
        use = InterfaceNames.Give([use], others.Select(other => other.IfName))[0];
        var network = Networks.Get(use.Network);
        if (AttachOptionsOf.Unmet(use, network, withPorts: false) is { } unmet)
            throw new HullException($"network {use.Network} {unmet}");
        files.Save(use, DefaultRoute.WithRank(network.Whole, rank: others.Count));
        if (!ContainerStatus.Of(container).IsAlive)
            return;
        try
        {
            var result = ContainerNetwork.Attach(container, files, use, withPorts: false, new Journal(container));
            if (!ContainerStatus.Of(container).IsAlive)   // it ended meanwhile, and who undid its networks may not have seen this one
                throw new HullException($"container {container.Name} ended while it was connected", exitCode: 1);
            ContainerNames.Add(container, result);
            Happened.To(KnownNetwork.Get(use.Network), "connect", container);
        }
        catch
        {
            ContainerNetwork.Detach(container, use.IfName);
            files.Delete(use);
            throw;
        }
    }

    public static void Disconnect(Container container, NetworkUse use)
    {
        using var onlyUs = AllContainers.Lock();
        bool runs = ContainerStatus.Of(container).IsAlive;
        var gone = runs ? ContainerNetwork.ResultOf(container, use) : null;
        if (runs)
            ContainerNetwork.Detach(container, use.IfName);
        new NetworkFiles(container).Delete(use);
        if (gone is not null)
            ContainerNames.Remove(container, gone);
        if (runs && KnownNetwork.All().FirstOrDefault(network => network.Name == use.Network) is { } left)
            Happened.To(left, "disconnect", container);
    }

    /// <summary>Makes the networks of a container that runs anew, with the same addresses: its connections do not notice.</summary>
    public static void Reload(Container container)
    {
        using var onlyUs = AllContainers.Lock();
        if (!ContainerStatus.Of(container).IsAlive)
            throw new HullException($"container {container.Name} is not running: it gets its networks when it starts", exitCode: 1);
        var files = new NetworkFiles(container);
        var uses = files.All();
        foreach (var use in uses)
        {
            var made = ContainerNetwork.ResultOf(container, use);
            var same = use with
            {
                Addresses = [.. made?.Ips.Select(ip => ip.Address.Address) ?? use.Addresses],
                Mac = made?.Interfaces.FirstOrDefault(link => link.Sandbox != "")?.Mac ?? use.Mac,
            };
            ContainerNetwork.Detach(container, use.IfName);
            ContainerNetwork.Attach(container, files, same, withPorts: ContainerNetwork.IsPrimary(use, uses), new Journal(container));
        }
    }
}
