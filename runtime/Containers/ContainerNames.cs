using Cni;
using Hull.Network;

namespace Hull.Containers;

/// <summary>
/// /etc/hosts and /etc/resolv.conf of a container, as its networks come and go. They are mounted into it file by file, so that they are written into, never replaced.
/// </summary>
internal static class ContainerNames
{
    public static void Add(Container container, params IReadOnlyList<CniResult> networks)
    {
        var addresses = networks.SelectMany(network => network.Ips).Select(ip => ip.Address.Address);
        File.AppendAllText(container.Files.Hosts, HostsFile.Lines(HostName(container), addresses));
        File.WriteAllText(container.Files.ResolvConf, NameServers.WithOwn(File.ReadAllText(container.Files.ResolvConf), [.. networks.Select(network => network.Dns)]));
    }

    public static void Remove(Container container, CniResult network)
    {
        var gone = HostsFile.Lines(HostName(container), network.Ips.Select(ip => ip.Address.Address)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var lines = File.ReadAllLines(container.Files.Hosts).Except(gone);
        File.WriteAllText(container.Files.Hosts, string.Concat(lines.Select(line => line + "\n")));
    }

    static string HostName(Container container) => File.ReadAllText(container.Files.HostName).TrimEnd();
}
