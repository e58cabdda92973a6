using Cni;
using Hull.Network;
using Linux;

namespace Hull.Containers;

/// <summary>
/// /etc/hosts and /etc/resolv.conf of a container, as its networks come and go. They are mounted into it file by file, so that they are written into, never replaced.
/// </summary>
internal static class ContainerNames
{
    const uint ReadableByAll = 0x1a4;   // 0644

    /// <summary>What stays the same however often it is started.</summary>
    public static void Make(Container container)
    {
        SmallFile.Put(container.Files.HostName, container.Names.HostName + "\n", ReadableByAll);
        if (container.Names.Dns.Nameservers is { Count: > 0 } servers)
            File.WriteAllText(container.Files.AskedServers, string.Concat(servers.Select(server => $"nameserver {server}\n")));
    }

    /// <summary>Both files as they are before it has a network. One that shares another container's network has that one's, whatever becomes of them.</summary>
    public static void Begin(Container container)
    {
        if (NetworkMode.SharesContainer(container.Network))
            return;
        SmallFile.Put(container.Files.ResolvConf, NameServers.ForContainer(container.Names.Dns), ReadableByAll);
        SmallFile.Put(container.Files.Hosts, HostsFile.Text(container.Names.MoreHosts), ReadableByAll);
    }

    public static void Add(Container container, params IReadOnlyList<CniResult> networks)
    {
        var addresses = networks.SelectMany(network => network.Ips).Select(ip => ip.Address.Address);
        File.AppendAllText(container.Files.Hosts, HostsFile.Lines(container.Names.OwnNames, addresses));
        File.WriteAllText(container.Files.ResolvConf, NameServers.WithOwn(File.ReadAllText(container.Files.ResolvConf), [.. networks.Select(network => network.Dns)]));
    }

    public static void Remove(Container container, CniResult network)
    {
        var gone = HostsFile.Lines(container.Names.OwnNames, network.Ips.Select(ip => ip.Address.Address)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var lines = File.ReadAllLines(container.Files.Hosts).Except(gone);
        File.WriteAllText(container.Files.Hosts, string.Concat(lines.Select(line => line + "\n")));
    }
}
