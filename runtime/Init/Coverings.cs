using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>What of the kernel a container does not see, or does not change: masked and read-only paths. No link is followed to them.</summary>
internal static class Coverings
{
    public static void Make(RootFolder root, BundleConfig bundle)
    {
        if (bundle.MaskedPaths.Count > 0)
            Mask(root, bundle.MaskedPaths);
        foreach (string path in bundle.ReadonlyPaths)
            MakeReadOnly(root, path);
    }

    // A file reads as /dev/null, a folder as an empty one. It is the host's /dev/null, and looked at: the container's may be what somebody put in its place, and
    // would then show that, writable, in the place of what is masked (CVE-2025-31133).
    static void Mask(RootFolder root, IReadOnlyList<string> paths)
    {
        using var nothing = Devices.OpenNull();
        foreach (string path in paths)
        {
            using var target = root.Find(path);
            if (target is null)
                continue;
            using var covering = FolderEntry.Of(target).Kind == FileKind.Folder
                ? DetachedMount.New("tmpfs", "tmpfs", MountAttributes.ReadOnly | MountAttributes.NoSuid | MountAttributes.NoDev | MountAttributes.NoExec, [])
                : DetachedMount.Clone(nothing, "/dev/null");
            covering.Propagate(Propagation.Private, recursive: false);
            covering.Attach(target, path);
        }
    }

    static void MakeReadOnly(RootFolder root, string path)
    {
        using var target = root.Find(path);
        if (target is null)
            return;
        using var covering = DetachedMount.Clone(target, path, recursive: true);
        covering.Set(MountAttributes.ReadOnly | MountAttributes.NoSuid | MountAttributes.NoDev | MountAttributes.NoExec, recursive: true);
        covering.Attach(target, path);
    }
}
