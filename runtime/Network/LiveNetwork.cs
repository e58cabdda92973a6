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
        using var onlyUs = LockSettled(container);
        var files = new NetworkFiles(container);
        var others = files.All();
        if (others.Any(other => other.Network == use.Network))
            throw new HullException($"container {container.Name} is connected to network {use.Network} already", exitCode: 1);
        var names = others.Select(other => other.IfName).ToList();
        use = InterfaceNames.Give([use.IfName == "" ? use with { IfName = InterfaceNames.After(names) } : use], names)[0];
        bool leads = ContainerNetwork.IsPrimary(use, NetworkFiles.InOrder([.. others, use], one => one.IfName));
        var network = Networks.Get(use.Network);
        if (AttachOptionsOf.Unmet(use, network, withPorts: leads && others.Count > 0 && container.Ports.Count > 0) is { } unmet)
            throw new HullException($"network {use.Network} {unmet}");
        int rank = leads ? 0 : others.Max(other => DefaultRoute.RankOf(files.Configuration(other).Whole)) + 1;
        bool runs = ContainerStatus.Of(container).IsAlive;
        files.Save(use, DefaultRoute.WithRank(network.Whole, rank));
        try
        {
            if (leads) Precedence.Settle(container, others, runs);
            if (runs) Join(container, files, use, leads);
        }
        catch
        {
            ContainerNetwork.Detach(container, use.IfName, withPorts: leads);
            files.Delete(use);
            if (leads) Precedence.Settle(container, others, runs);
            throw;
        }
    }

    static void Join(Container container, NetworkFiles files, NetworkUse use, bool withPorts)
    {
        var result = ContainerNetwork.Attach(container, files, use, withPorts, new Journal(container));
        if (!ContainerStatus.Of(container).IsAlive)   // it ended meanwhile, and who undid its networks may not have seen this one
            throw new HullException($"container {container.Name} ended while it was connected", exitCode: 1);
        ContainerNames.Add(container, result);
        Happened.To(KnownNetwork.Get(use.Network), "connect", container);
    }

    public static void Disconnect(Container container, NetworkUse use)
    {
        using var onlyUs = LockSettled(container);
        var files = new NetworkFiles(container);
        bool runs = ContainerStatus.Of(container).IsAlive, led = ContainerNetwork.IsPrimary(use, files.All());
        var gone = runs ? ContainerNetwork.ResultOf(container, use) : null;
        if (runs)
            ContainerNetwork.Detach(container, use.IfName);
        files.Delete(use);
        if (gone is not null)
            ContainerNames.Remove(container, gone);
        if (led)
            Precedence.Settle(container, files.All(), runs);
        if (runs && KnownNetwork.All().FirstOrDefault(network => network.Name == use.Network) is { } left)
            Happened.To(left, "disconnect", container);
    }

    /// <summary>Makes the networks of a container that runs anew, with the same addresses: its connections do not notice.</summary>
    public static void Reload(Container container)
    {
        using var onlyUs = LockSettled(container);
        if (!ContainerStatus.Of(container).IsAlive)
            throw new HullException($"container {container.Name} is not running: it gets its networks when it starts", exitCode: 1);
        var files = new NetworkFiles(container);
        var uses = files.All();
        foreach (var use in uses)
        {
            var same = Precedence.AsMade(container, use);
            ContainerNetwork.Detach(container, use.IfName);
            ContainerNetwork.Attach(container, files, same, withPorts: ContainerNetwork.IsPrimary(use, uses), new Journal(container));
        }
    }

    // Who is just being started has looked already which networks it is to have: what changed now would hold from its next start on. And who ends is about to have none.
    static FileLock LockSettled(Container container)
    {
        while (true)
        {
            var onlyUs = AllContainers.Lock();
            if (ContainerStatus.Of(container).IsAlive || Ending.IsOver(container))
                return onlyUs;
            onlyUs.Dispose();
            Ending.WaitABit();
        }
    }
}
