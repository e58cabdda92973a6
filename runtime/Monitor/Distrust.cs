using Linux;

namespace Hull.Monitor;

/// <summary>Whether a container has rights by which it could get hold of our executable, and write to it: to look into other processes, and to change mounts.</summary>
internal static class Distrust
{
    public static bool Of(IReadOnlyList<string> capabilities) => capabilities.Contains("CAP_SYS_ADMIN") || capabilities.Contains("CAP_SYS_PTRACE");

    /// <summary>To be called before a process is started among those of such a container: it may begin this program anew.</summary>
    public static void Prepare(IReadOnlyList<string> capabilities)
    {
        if (Of(capabilities))
            OwnExecutable.GoOnSealed();
    }
}
