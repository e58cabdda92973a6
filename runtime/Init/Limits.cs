using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>What a process in a container starts with and may do: folder, user, capabilities, files. The last before it becomes the command.</summary>
internal static class Limits
{
    /// <returns>The process, with all that was to be looked up in the container.</returns>
    /// <param name="process">What was asked for.</param>
    /// <param name="asUser">What is still to be done once this process is the user's, and before system calls are let through no longer.</param>
    public static ProcessConfig Set(ProcessConfig process, Action? asUser = null)
    {
        var user = ContainerUser.Find(process);
        Directory.CreateDirectory(process.Cwd);
        CurrentProcess.ChangeFolder(process.Cwd);
        // A working folder outside the root, reached through a file left open, let containers out once (CVE-2024-21626).
        if (!Environment.CurrentDirectory.StartsWith('/'))
            throw new InvalidOperationException($"{process.Cwd} is not inside the container");

        ResourceLimits.Set(process);
        // Without no_new_privs a filter takes a right that is dropped next; with it, what is dropped first need not be let through.
        if (!process.NoNewPrivileges)
            Filter(process);
        CurrentProcess.GiveStandardStreams(user.Uid);
        TakeUser(process, user);
        asUser?.Invoke();

        if (process.NoNewPrivileges)
        {
            CurrentProcess.SetNoNewPrivileges();
            Filter(process);
        }
        CurrentProcess.SetUmask(process.Umask);
        CurrentProcess.CloseFilesOnExec(process.KeptFiles);
        return process.Env.Any(variable => variable.StartsWith("HOME=", StringComparison.Ordinal))
            ? process
            : process with { Env = [.. process.Env, $"HOME={user.Home}"] };
    }

    static void TakeUser(ProcessConfig process, ContainerUser user)
    {
        var kept = Known(process.Capabilities);
        Capabilities.Bound(kept);
        if (process.Sets is not { } sets)
        {
            CurrentProcess.SetUser(user.Uid, user.Gid, user.Groups);
            if (user.Uid == 0)
                Capabilities.Set(effective: kept, permitted: kept, inheritable: []);
            return;
        }
        var (permitted, inheritable) = (Known(sets.Permitted), Known(sets.Inheritable));
        CurrentProcess.SetUser(user.Uid, user.Gid, user.Groups, keepsCapabilities: permitted.Count > 0);
        Capabilities.Set(Known(sets.Effective), permitted, inheritable);
        foreach (var capability in Known(sets.Ambient).Intersect(permitted).Intersect(inheritable))
            Capabilities.MakeAmbient(capability);
    }

    static void Filter(ProcessConfig process)
    {
        if (process.Seccomp is { } profile)
            SeccompFilter.Install(profile.Compile());
    }

    // What we do not have ourselves we cannot give.
    static List<Capability> Known(IReadOnlyList<string> names)
    {
        var known = new List<Capability>();
        foreach (string name in names)
            if (Capabilities.Find(name) is { } capability && Capabilities.IsInBounds(capability) && !known.Contains(capability))
                known.Add(capability);
        return known;
    }
}
