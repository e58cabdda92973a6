using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>What a container takes itself and its kernel to be: host name, settings, and what of the kernel it may not see or change.</summary>
internal static class Identity
{
    public static void Set(BundleConfig bundle)
    {
        if (bundle.HostName != "" && bundle.Has("uts"))
            CurrentProcess.SetHostName(bundle.HostName);

        // /proc is the one just mounted, and nothing but this process has run in the container yet.
        foreach (var (name, value) in bundle.Sysctl)
        {
            Sysctl.Set(name.Replace('.', '/'), value);
        }
        foreach (string path in bundle.MaskedPaths)
            Mask(path);
        foreach (string path in bundle.ReadonlyPaths)
            MakeReadOnly(path);
    }

    // A file reads as /dev/null, our own, made a moment ago; a folder as an empty one.
    static void Mask(string path)
    {
        if (Directory.Exists(path))
            Mounts.Mount("tmpfs", "tmpfs", path, MountFlags.ReadOnly | MountFlags.NoSuid | MountFlags.NoDev | MountFlags.NoExec);
        else if (File.Exists(path))
            Mounts.Bind("/dev/null", path);
    }

    static void MakeReadOnly(string path)
    {
        if (Path.Exists(path))
            Mounts.Bind(path, path, MountFlags.Recursive | MountFlags.ReadOnly | MountFlags.NoSuid | MountFlags.NoDev | MountFlags.NoExec);
    }
}
