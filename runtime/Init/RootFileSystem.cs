using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>
/// Makes the container's file system and moves into it. Nothing in an image is trusted: every target is opened within the root first,
/// and mounted on through the open file, so that no symbolic link of the image's can put a mount, or a file of ours, elsewhere.
/// </summary>
internal static class RootFileSystem
{
    public static void Build(string folder, BundleConfig bundle)
    {
        Mounts.Propagate("/", Propagation.Slave);

        string path = Path.Combine(folder, bundle.Root);
        if (bundle.Mounts.FirstOrDefault(mount => mount.Destination == "/") is { } own)
            MountRoot(own, path);
        else
            Mounts.Bind(path, path, MountFlags.Recursive);   // pivot_root wants a mount

        using var root = new RootFolder(path);
        foreach (var mount in bundle.Mounts.Where(mount => mount.Destination != "/"))
            Mount(mount, root, path);
        Devices.Make(root);
        Mounts.PivotRoot(root.Descriptor);
    }

    /// <summary>Makes the root read-only, once we are in it. What is mounted in it stays as it is; the folder to start in is there from before.</summary>
    public static void Seal(string startFolder)
    {
        Directory.CreateDirectory(startFolder);
        Mounts.Remount("/", MountFlags.ReadOnly);
    }

    // The names of forty layers fit into the page that mount(2) takes because they are relative to the folder that all layers are in.
    static void MountRoot(BundleMount own, string path)
    {
        if (own.Type == "overlay")
            CurrentProcess.ChangeFolder(Path.GetDirectoryName(Path.GetDirectoryName(path)!)!);
        Mount(own, path);
    }

    static void Mount(BundleMount mount, RootFolder root, string path)
    {
        try
        {
            // The kernel's own file systems belong where they are expected: an image that makes /proc a link would have them elsewhere.
            using var strict = mount.Type is "proc" or "sysfs" ? new RootFolder(path) { FollowLinks = false } : null;
            using var target = IsFile(mount)
                ? root.Find(mount.Destination) ?? root.MakeFile(mount.Destination)
                : (strict ?? root).MakeFolder(mount.Destination);
            if (mount.Options.Contains(CopyUp.Option))
                CopyUp.Fill(mount, target);
            Mount(mount, RootFolder.PathOf(target));
        }
        catch (LinuxException e)
        {
            throw new LinuxException($"mount {mount.Type} on {mount.Destination}", e.Errno);
        }
    }

    static void Mount(BundleMount mount, string target)
    {
        var (flags, data) = MountOptions.Parse(mount.Options.Where(option => option != CopyUp.Option));
        if (flags == (MountFlags.Bind | MountFlags.Recursive | MountFlags.ReadOnly))
            Mounts.BindReadOnly(mount.Source, target);
        else if (flags.HasFlag(MountFlags.Bind))
            Mounts.Bind(mount.Source, target, flags);
        else
            Mounts.Mount(mount.Type, mount.Source, target, flags, data);
    }

    static bool IsFile(BundleMount mount) => mount.Type == "bind" && File.Exists(mount.Source);
}
