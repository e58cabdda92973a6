using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>What a process in a container starts with and may do: folder, user, capabilities, files. The last before it becomes the command.</summary>
internal static class Limits
{
    public static void Set(ProcessConfig process)
    {
        Directory.CreateDirectory(process.Cwd);
        CurrentProcess.ChangeFolder(process.Cwd);
        // A working folder outside the root, reached through a file left open, let containers out once (CVE-2024-21626).
        if (!Environment.CurrentDirectory.StartsWith('/'))
            throw new InvalidOperationException($"{process.Cwd} is not inside the container");

        var kept = process.Capabilities.Select(Known).ToHashSet();
        Capabilities.Bound(kept);
        CurrentProcess.SetUser(process.Uid, process.Gid);
        if (process.Uid == 0)
            Capabilities.Set(effective: kept, permitted: kept, inheritable: []);

        if (process.NoNewPrivileges)
            CurrentProcess.SetNoNewPrivileges();
        CurrentProcess.SetUmask(0x12 /* 0022 */);
        CurrentProcess.CloseFilesOnExec();
    }

    static Capability Known(string name) =>
        Capabilities.Find(name) ?? throw new InvalidOperationException($"there is no capability {name}");
}
