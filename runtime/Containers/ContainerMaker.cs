using Hull.Bundle;
using Hull.Images;
using Hull.Network;
using Linux;

namespace Hull.Containers;

/// <summary>Makes a container's files of what was asked for: its record, its network's configuration and its bundle. Nothing runs yet.</summary>
internal static class ContainerMaker
{
    /// <summary>The container, and the lock that says that somebody minds it.</summary>
    public static (Container Container, FileLock Minded) Make(RunRequest request)
    {
        var lowest = request.Image is { } image ? Image.Get(image).Folders.ToList() : [FolderOf(request.RootFolder!)];
        string mode = NetworkMode.Resolve(request.Networks[0].Network);
        var networks = NetworkMode.HasNetworks(mode) ? Wanted(request) : [];

        using var onlyUs = AllContainers.Lock();
        string id = KernelRandom.Hex(32);
        var container = new Container
        {
            Id = id,
            Name = ContainerName.Take(request.Name),
            Image = request.Image is null ? lowest[0] : request.Image,
            Command = request.Command,
            Created = DateTimeOffset.UtcNow,
            Ports = request.Ports,
            Network = mode,
            Remove = request.Remove,
        };
        try
        {
            container.Files.Create();
            var minded = FileLock.Take(container.Files.Lock);
            foreach (var (use, conflist) in networks) new NetworkFiles(container).Save(use, conflist);
            WriteBundle(container, request, lowest);
            container.Save();
            return (container, minded);
        }
        catch
        {
            container.Files.DeleteAll();
            throw;
        }
    }

    // Its configuration stays with the container; where there are several default routes, the one of the highest priority is the best.
    static IReadOnlyList<(NetworkUse, byte[])> Wanted(RunRequest request)
    {
        var uses = InterfaceNames.Give(request.Networks);
        var ranks = uses.OrderByDescending(use => use.GatewayPriority).ToList();
        var wanted = new List<(NetworkUse, byte[])>();
        foreach (var use in uses)
        {
            var network = Networks.Get(use.Network);
            int rank = ranks.IndexOf(use);
            if (AttachOptionsOf.Unmet(use, network, withPorts: rank == 0 && request.Ports.Count > 0) is { } unmet)
                throw new HullException($"network {use.Network} {unmet}");
            wanted.Add((use, DefaultRoute.WithRank(network.Whole, rank)));
        }
        return wanted;
    }

    static string FolderOf(string path) => Directory.Exists(path)
        ? Path.GetFullPath(path)
        : throw new HullException($"there is no folder {path} to take as root file system");

    static void WriteBundle(Container container, RunRequest request, IReadOnlyList<string> lowest)
    {
        string hostName = request.HostName ?? (container.Network == NetworkMode.Host ? Environment.MachineName : container.ShortId);
        File.WriteAllText(container.Files.HostName, hostName + "\n");
        if (NetworkMode.Shared(container.Network) is { } shared)
        {
            File.Copy(shared.Files.ResolvConf, container.Files.ResolvConf);
            File.Copy(shared.Files.Hosts, container.Files.Hosts);
        }
        else
        {
            File.WriteAllText(container.Files.ResolvConf, NameServers.ForContainer(request.Dns));
            if (request.Dns.Nameservers.Count > 0)
                File.WriteAllText(container.Files.AskedServers, string.Concat(request.Dns.Nameservers.Select(server => $"nameserver {server}\n")));
            File.WriteAllText(container.Files.Hosts, HostsFile.Text(request.MoreHosts));
        }
        BundleWriter.Write(container.Files.Bundle, DefaultBundle.For(container, request, hostName, lowest));
    }
}
