using Hull.Bundle;
using Hull.Events;
using Hull.Images;
using Hull.Network;
using Hull.Volumes;
using Linux;

namespace Hull.Containers;

/// <summary>Makes a container's files of what was asked for: its record, its networks' configuration, its layers and its bundle. Nothing runs yet.</summary>
internal static class ContainerMaker
{
    /// <summary>The container, and the lock that says that somebody minds it.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="toStart">Whether it is to be started at once: when that does not come about and it is one to be removed at its end, it is garbage.</param>
    public static (Container Container, FileLock Minded) Make(RunRequest request, bool toStart)
    {
        using var imageStays = ImageStore.Share();
        var image = request.Image is { } name ? Image.Get(name) : null;
        var config = Config(request, image);
        request = request with { Ports = Ports(request, config) };
        string mode = NetworkMode.Resolve(request.Networks[0].Network);
        if (request.HostName is not null && NetworkMode.SharesContainer(mode))
            throw new HullException("conflicting options: hostname and the network mode; with --network container: the host name is the other container's");
        var networks = NetworkMode.HasNetworks(mode) ? Wanted(request) : [];

        using var onlyUs = AllContainers.Lock();
        string id = DrawId();
        var mounts = Volumes(request, config).Select(mount => mount.Make()).ToList();
        var container = new Container
        {
            Id = id,
            Name = ContainerName.Take(request.Name),
            Image = request.Image ?? FolderOf(request.RootFolder!),
            ImageId = image?.Id ?? "",
            Command = [.. config.Entrypoint, .. config.Cmd],
            Config = config,
            Created = DateTimeOffset.UtcNow,
            Volumes = [.. mounts.Select(one => one.Volume).OfType<string>()],
            VolumesFrom = [.. request.VolumesFrom.Select(from => from.ToString())],
            Ports = request.Ports,
            AskedPorts = request.Ports,
            Network = mode,
            CgroupParent = request.Limits.CgroupParent,
            Names = new() { HostName = HostName(request, mode, id), DomainName = request.DomainName, Dns = request.Dns, MoreHosts = request.MoreHosts },
            Life = request.Life,
            Remove = request.Remove,
            OpensInput = request.OpensInput,
            Log = request.Log,
        };
        try
        {
            container.Files.Create();
            var minded = FileLock.Take(container.Files.Lock);
            if (toStart) container.Files.CreateRun();
            foreach (var (use, conflist) in networks) new NetworkFiles(container).Save(use, conflist);
            container.Files.Layers.Make(image?.Top, image is null ? container.Image : null);
            ContainerNames.Make(container);
            BundleWriter.Write(container.Files.Bundle, DefaultBundle.For(container, request, container.Names.HostName, mounts.Select(one => one.Mount)));
            container.Save();
            Happened.To(container, "create");
            return (container, minded);
        }
        catch
        {
            container.Files.DeleteAll();
            throw;
        }
    }

    // Its beginning is the host name, and one of digits alone would be an address to who looks it up.
    static string DrawId()
    {
        string id;
        do
            id = KernelRandom.Hex(32);
        while (id[..12].All(char.IsAsciiDigit));
        return id;
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

    // What the image says, and what was asked for instead or besides.
    static ImageConfig Config(RunRequest request, Image? image)
    {
        var own = image?.Config ?? new();
        var environment = own.Env.ToList();
        DefaultBundle.Add(environment, request.Environment);
        var config = own with
        {
            Entrypoint = request.Entrypoint is { } entry ? entry == "" ? [] : [entry] : own.Entrypoint,
            // The image's command is for the image's entry point.
            Cmd = request.Command.Count > 0 ? request.Command : request.Entrypoint is null ? own.Cmd : [],
            Env = environment,
            WorkingDir = request.WorkingFolder ?? own.WorkingDir,
            User = request.User ?? own.User,
            ExposedPorts = [.. own.ExposedPorts.Union(request.ExposedPorts)],
            StopSignal = request.StopSignal ?? own.StopSignal,
            Labels = Labels(own.Labels, request.Labels),
        };
        return config.Entrypoint.Count + config.Cmd.Count > 0 ? config : throw new HullException(
            $"run needs a command to run in the container{(request.Image is null ? "" : $", and image {request.Image} names none")}; see hull run --help");
    }

    // What is served and not published is, when all is to be.
    static IReadOnlyList<PublishedPort> Ports(RunRequest request, ImageConfig config)
    {
        var served = request.PublishAll ? config.ExposedPorts.SelectMany(PortSpec.Parse).Where(port => request.Ports.All(other => other.Inside != port.Inside)) : [];
        IReadOnlyList<PublishedPort> ports = [.. request.Ports, .. served];
        return ports.Any(port => port.Address is null) && Networks.PublishedOn(request.Networks) is { } address
            ? [.. ports.Select(port => port.Address is null ? port with { Address = address } : port)]
            : ports;
    }

    static Dictionary<string, string> Labels(IReadOnlyDictionary<string, string> own, IEnumerable<string> asked)
    {
        var labels = new Dictionary<string, string>(own);
        foreach (string label in asked)
            labels[label.Split('=', 2)[0]] = label.Contains('=') ? label.Split('=', 2)[1] : "";
        return labels;
    }

    // What the image wants a volume for gets one without a name, unless something is mounted there, and of what another container has nothing comes where something
    // else was asked for. One place lies below another after it.
    static IEnumerable<VolumeMount> Volumes(RunRequest request, ImageConfig config)
    {
        var asked = request.Volumes;
        foreach (var mount in asked)
            if (asked.Count(other => other.Destination.TrimEnd('/') == mount.Destination.TrimEnd('/')) > 1)
                throw new HullException($"-v names {mount.Destination} twice");
        bool IsFree(string place) => asked.All(mount => mount.Destination.TrimEnd('/') != place.TrimEnd('/'));
        var others = request.VolumesFrom.SelectMany(from => from.Mounts()).Reverse().DistinctBy(mount => mount.Destination.TrimEnd('/')).Where(mount => IsFree(mount.Destination));
        asked = [.. asked, .. others];
        var own = config.Volumes.Where(IsFree);
        return asked.Concat(own.Select(VolumeMount.OfImage)).OrderBy(mount => mount.Destination, StringComparer.Ordinal);
    }

    // What belongs to a network belongs to those who share it.
    static string HostName(RunRequest request, string mode, string id) => request.HostName is not null && request.Isolation.Uts != ""
        ? throw new HullException($"--hostname and --uts {request.Isolation.Uts} contradict each other: the host name would not be its own")
        : NetworkMode.Shared(mode)?.Names.HostName ?? request.HostName
            ?? (mode == NetworkMode.Host || request.Isolation.Uts != "" ? Environment.MachineName : id[..12]);
}
