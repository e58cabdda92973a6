using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>The devices and links that every container has in /dev (OCI runtime specification, "Default Devices").</summary>
internal static class Devices
{
    const uint CharacterForAll = RootFolder.CharacterDevice | 0x1b6;   // 0666

    static readonly (string Name, uint Major, uint Minor)[] s_nodes =
        [("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0)];

    static readonly (string Name, string Target)[] s_links =
        [("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"), ("ptmx", "pts/ptmx")];

    /// <param name="root">One that follows no links: /dev itself may be one in an image (CVE-2026-41579).</param>
    public static void Make(RootFolder root)
    {
        foreach (var (name, major, minor) in s_nodes)
            root.MakeNode($"/dev/{name}", CharacterForAll, major, minor);
        foreach (var (name, target) in s_links)
            root.EnsureLink($"/dev/{name}", target);
    }

    /// <summary>One that was asked for besides.</summary>
    public static void Make(RootFolder root, DeviceNode device)
    {
        uint kind = device.Type switch { 'b' => RootFolder.BlockDevice, 'p' => RootFolder.NamedPipe, _ => RootFolder.CharacterDevice };
        root.MakeNode(device.Path, kind | device.Mode, (uint)device.Major, (uint)device.Minor, device.Uid, device.Gid);
    }

    /// <summary>The host's /dev/null, which is one.</summary>
    public static FileDescriptor OpenNull()
    {
        var file = FileDescriptor.OpenPath("/dev/null");
        var found = FolderEntry.Of(file);
        return (found.Kind, found.Device) == (FileKind.CharacterDevice, (1, 3)) ? file : throw new InvalidOperationException("the host's /dev/null is none");
    }
}
