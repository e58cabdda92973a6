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
        var conflist = Networks.Find(request.Network);

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
            Network = request.Network,
            Remove = request.Remove,
        };
        try
        {
            container.Files.Create();
            var minded = FileLock.Take(container.Files.Lock);
            if (conflist is not null)
                File.WriteAllBytes(container.Files.Conflist, conflist);
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

    static string FolderOf(string path) => Directory.Exists(path)
        ? Path.GetFullPath(path)
        : throw new HullException($"there is no folder {path} to take as root file system");

    static void WriteBundle(Container container, RunRequest request, IReadOnlyList<string> lowest)
    {
        string hostName = request.HostName ?? (request.Network == "host" ? Environment.MachineName : container.ShortId);
        File.WriteAllText(container.Files.HostName, hostName + "\n");
        File.WriteAllText(container.Files.ResolvConf, NameServers.ForContainer(SmallFile.Find("/etc/resolv.conf") ?? ""));
        File.WriteAllText(container.Files.Hosts, HostsFile.Text(hostName, addresses: []));
        BundleWriter.Write(container.Files.Bundle, DefaultBundle.For(container, request, hostName, lowest));
    }
}
