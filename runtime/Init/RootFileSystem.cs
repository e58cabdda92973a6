using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>
/// Makes the container's file system and moves into it. Nothing in an image is trusted: every target is opened within the root first,
/// and mounted on through the open file, so that no symbolic link of the image's can put a mount, or a file of ours, elsewhere.
/// </summary>
internal static class RootFileSystem
{
    /// <param name="folder">What relative paths of the bundle start from.</param>
    /// <param name="groups">The container's control groups.</param>
    /// <param name="mapped">The user namespace whose ids the files are to be seen with; null for ours.</param>
    /// <param name="memory">The shared memory of another container, for the mount that asks for it.</param>
    /// <param name="beforeEntering">What is to be done when all is mounted and the host's files are still to be seen.</param>
    public static void Build(string folder, BundleConfig bundle, OwnGroups groups, FileDescriptor? mapped, DetachedMount? memory, Action beforeEntering)
    {
        var ids = mapped is null ? ((FileDescriptor, uint?)?)null : (mapped, IdMap.Outwards(bundle.GroupIds, 5));
        BundleMount? own = null;
        var mounts = new List<ContainerMount>();
        foreach (var mount in bundle.Mounts)
            if (mount.Destination == "/")
                own ??= mount;
            else
                mounts.Add(new(mount, folder, groups, ids) { Memory = memory });
        // One that is to be seen outside as well is cloned while our mounts still are those that others see.
        foreach (var mount in mounts)
            mount.OpenSource();
        Mounts.Propagate("/", Propagation.Slave);

        string path = Path.GetFullPath(Path.Combine(folder, bundle.Root));
        if (own is not null)
            MountRoot(own, path, mapped);
        else
            Mounts.Bind(path, path, MountFlags.Recursive);   // pivot_root wants a mount
        if (bundle.RootPropagation != "" && new MountOptions([bundle.RootPropagation]).Spreads is { } spreads and not Propagation.Slave)
            Mounts.Propagate(path, spreads);

        using var root = new RootFolder(path);
        using var strict = new RootFolder(path) { FollowLinks = false };
        foreach (var mount in mounts)
            mount.Make(root, strict);
        if (!mounts.Exists(mount => mount.Options.IsBind && mount.Destination.TrimEnd('/') == "/dev"))
            Devices.Make(strict);
        foreach (var device in bundle.DeviceNodes.Where(device => device.Path != "/dev/ptmx" /* which is the container's own */))
            Devices.Make(strict, device);
        Coverings.Make(strict, bundle);
        beforeEntering();
        Mounts.PivotRoot(root.Descriptor);
    }

    // Overlayfs shows what its layers show, and so ids are mapped below it: the folder of all layers, and one that is elsewhere, are covered with themselves, mapped.
    static void MapLayers(string layers, IEnumerable<string> options, FileDescriptor mapped)
    {
        var lower = options.First(option => option.StartsWith("lowerdir=", StringComparison.Ordinal))["lowerdir=".Length..].Split(':');
        foreach (string folder in lower.Where(folder => folder.StartsWith('/')).Prepend(layers))
        {
            using var covering = DetachedMount.Clone(folder);
            covering.MapIds(mapped);
            using var place = FileDescriptor.OpenPath(folder);
            covering.Attach(place, folder);
        }
    }

    /// <summary>Makes the root read-only, once we are in it. What is mounted in it stays as it is; the folder to start in is there from before.</summary>
    public static void Seal(string startFolder)
    {
        Directory.CreateDirectory(startFolder);
        Mounts.Remount("/", MountFlags.ReadOnly);
    }

    // The names of forty layers fit into the page that mount(2) takes because they are relative to the folder that all layers are in.
    static void MountRoot(BundleMount own, string path, FileDescriptor? mapped)
    {
        var options = new MountOptions(own.Options);
        string layers = Path.GetDirectoryName(Path.GetDirectoryName(path)!)!;
        if (own.Type == "overlay" && mapped is not null)
            MapLayers(layers, options.Own, mapped);
        if (own.Type == "overlay")
            CurrentProcess.ChangeFolder(layers);
        try
        {
            Mounts.Mount(own.Type, own.Source, path, data: options.Own.Count == 0 ? null : string.Join(',', options.Own));
        }
        catch (LinuxException e) when (own.Type == "overlay" && FileSystem.KindOf(path) == "overlayfs")
        {
            throw new LinuxException($"{e.Doing}: {layers} is itself on overlayfs, as within a container, and that cannot hold a container's writable layer: mount a disk, or a tmpfs, there", e.Errno);
        }
    }
}
