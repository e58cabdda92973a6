using Hull.Bundle;
using Hull.Containers;
using Hull.Layers;
using Linux;

namespace Hull.Copying;

/// <summary>A container's files: as its processes see them while it runs; else with its layers and volumes mounted for us alone.</summary>
internal sealed class ContainerRoot : IDisposable
{
    readonly FileDescriptor? _process;
    readonly string? _mounted;

    ContainerRoot(RootFolder folder, FileDescriptor? process, string? mounted) => (Folder, _process, _mounted) = (folder, process, mounted);

    public RootFolder Folder { get; }

    public static ContainerRoot Open(Container container)
    {
        if (ContainerStatus.OpenRoot(container) is { } root)
            return new(new RootFolder(RootFolder.PathOf(root)), root, null);
        var bundle = BundleReader.Read(container.Files.Bundle);
        string place = container.Files.Layers.Own.Merged;
        Mount(place, bundle.Mounts.First(mount => mount.Destination == "/").Options, MountFlags.None);
        var folder = new RootFolder(place);
        foreach (var mount in bundle.Mounts.Where(mount => mount.Type == "bind" && Path.Exists(mount.Source)))
            Bind(folder, mount);
        return new(folder, null, place);
    }

    /// <summary>Its layers alone, without its volumes, not to be written to: of one that runs, too.</summary>
    public static ContainerRoot OpenLayers(Container container)
    {
        var own = container.Files.Layers.Own;
        string place = own.Merged;
        var options = BundleReader.Read(container.Files.Bundle).Mounts.First(mount => mount.Destination == "/").Options;
        // What the container writes to lies on top here as one more of those that are only read.
        string lower = options.First(option => option.StartsWith("lowerdir=", StringComparison.Ordinal)).Replace("lowerdir=", $"lowerdir={own.Link}:");
        Mount(place, [lower, .. options.Where(option => !option.Contains("dir=", StringComparison.Ordinal) || option.StartsWith("redirect_dir", StringComparison.Ordinal))], MountFlags.ReadOnly);
        return new(new RootFolder(place), null, place);
    }

    // Nobody else sees what is mounted here, and it is gone with this process.
    static void Mount(string place, IReadOnlyList<string> options, MountFlags flags)
    {
        CurrentProcess.Unshare(Namespaces.Mount);
        Mounts.Propagate("/", Propagation.Slave);
        string before = Environment.CurrentDirectory;
        CurrentProcess.ChangeFolder(OverlayFolder.Root);
        Mounts.Mount("overlay", "overlay", place, flags, string.Join(',', options));
        CurrentProcess.ChangeFolder(before);
    }

    // Where it would be if the container ran: within its root, whatever its links say.
    static void Bind(RootFolder root, BundleMount mount)
    {
        using var target = File.Exists(mount.Source)
            ? root.Find(mount.Destination) ?? root.MakeFile(mount.Destination)
            : root.MakeFolder(mount.Destination);
        using var bound = DetachedMount.Clone(mount.Source, recursive: true);
        if (mount.Options.Contains("ro") || mount.Options.Contains("rro"))
            bound.Set(MountAttributes.ReadOnly, recursive: true);
        bound.Attach(target, mount.Destination);
    }

    public void Dispose()
    {
        Folder.Dispose();
        _process?.Dispose();
        if (_mounted is not null)
            Mounts.Detach(_mounted);
    }
}
