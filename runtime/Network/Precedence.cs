using Cni;
using Hull.Containers;

namespace Hull.Network;

/// <summary>Which of a container's networks comes first: it has the default route and the published ports, and both move when that changes, as docker's do.</summary>
internal static class Precedence
{
    /// <summary>
    /// Gives networks that are there the places that they have now. Those whose place changes are made anew, with the addresses that they have; the ports are published
    /// for the one that is first. Call it with the containers' lock held.
    /// </summary>
    /// <param name="uses">The networks to look at; the container may have one that is yet to be made.</param>
    public static void Settle(Container container, IReadOnlyList<NetworkUse> uses, bool runs)
    {
        var files = new NetworkFiles(container);
        var all = files.All();
        var ranked = all.OrderByDescending(use => use.GatewayPriority).Select(use => use.IfName).ToList();
        var moved = new List<(NetworkUse Use, NetworkUse Same, bool First)>();
        foreach (var use in uses)
        {
            int rank = ranked.IndexOf(use.IfName);
            var conflist = DefaultRoute.WithOtherRank(files.Configuration(use).Whole, rank);
            bool hasPorts = runs && HasPorts(container, use), first = rank == 0;
            if (conflist is null && (!runs || container.Ports.Count == 0 || hasPorts == first))
                continue;
            moved.Add((use, runs ? AsMade(container, use) : use, first));
            if (runs) ContainerNetwork.Detach(container, use.IfName, withPorts: hasPorts);
            if (conflist is not null) files.Save(use, conflist);
        }
        if (!runs)
            return;
        foreach (var (_, same, first) in moved)
            ContainerNetwork.Attach(container, files, same, withPorts: first, new Journal(container));
    }

    // What it was made with is known as long as it is there.
    static bool HasPorts(Container container, NetworkUse use) => ContainerNetwork.Plugins().Attachments(use.Network)
        .FirstOrDefault(one => one.Attachment.Key == ContainerNetwork.AttachmentOf(container, use).Key)?.Options.Capabilities.ContainsKey("portMappings") == true;

    /// <summary>As it was asked for, and with the addresses that it was given.</summary>
    public static NetworkUse AsMade(Container container, NetworkUse use)
    {
        var made = ContainerNetwork.ResultOf(container, use);
        return use with
        {
            Addresses = [.. made?.Ips.Select(ip => ip.Address.Address) ?? use.Addresses],
            Mac = made?.Interfaces.FirstOrDefault(link => link.Sandbox != "")?.Mac ?? use.Mac,
        };
    }
}
