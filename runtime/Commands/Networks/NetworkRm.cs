using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Hull.Network;
using Linux;
using Netlink.Routing;

namespace Hull.Commands.Networks;

/// <summary>hull network rm</summary>
internal static class NetworkRm
{
    public static Command Create()
    {
        var names = new Argument<string[]>("network") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids." };
        var force = new Option<bool>("--force", "-f") { Description = "Containers that have one lose it first." };
        var rm = new Verb("rm", "Removes networks, with their bridges.", "hull network rm shop") { names, force };
        rm.Aliases.Add("remove");
        rm.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            return EachOf.Do(parsed.GetRequiredValue(names), name => Remove(KnownNetwork.Get(name), parsed.GetValue(force)));
        });
        return rm;
    }

    static void Remove(KnownNetwork network, bool force)
    {
        if (network.IsPreset)
            throw new HullException($"{network.Name} is a pre-defined network and cannot be removed", exitCode: 1);
        if (network.File is null)
            throw new HullException($"network {network.Name} was not made by hull: remove its file from {Hull.Network.Networks.Folder} yourself", exitCode: 1);
        if (force)
            foreach (var (container, use) in network.Users().ToList())
                LiveNetwork.Disconnect(container, use);
        using var onlyUs = AllContainers.Lock();
        RemoveUnused(network);
    }

    /// <summary>Removes it unless a container has it. Call it with the containers' lock held.</summary>
    public static void RemoveUnused(KnownNetwork network)
    {
        if (network.Users().Select(user => user.Container.Name).Distinct().ToList() is { Count: > 0 } users)
            throw new HullException($"network {network.Name} is in use by container {string.Join(", ", users)}: remove that first, or disconnect it (hull network rm -f does)", exitCode: 1);
        ContainerNetwork.Plugins().Gc(network.Configuration!, new HashSet<Cni.AttachmentKey>());
        RemoveBridge(network);
        SmallFile.Remove(network.File!);
        Happened.To(network, "destroy");
    }

    static void RemoveBridge(KnownNetwork network)
    {
        if (network.BridgeName is not { } name)
            return;
        using var host = RouteSocket.Open();
        if (host.Links.Find(name) is { } bridge && host.Links.ListMembers(bridge).Count == 0)
            host.Links.Delete(bridge);
    }
}
