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

    public static void Make(RootFolder root)
    {
        foreach (var (name, major, minor) in s_nodes)
            root.MakeNode($"/dev/{name}", CharacterForAll, major, minor);
        foreach (var (name, target) in s_links)
            root.MakeLink($"/dev/{name}", target);
    }
}
