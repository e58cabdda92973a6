namespace Hull.Containers;

/// <summary>--sysctl: kernel settings of a container's own. Those that are no namespace's are the host's, and not a container's to set.</summary>
internal static class Settings
{
    static readonly string[] s_ofIpc = ["kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced"];

    public static Dictionary<string, string> Parse(IEnumerable<string> given)
    {
        var settings = new Dictionary<string, string>();
        foreach (string one in given)
        {
            int at = one.IndexOf('=');
            if (at <= 0)
                throw new HullException($"--sysctl is {one}: it reads NAME=value, such as net.ipv4.ip_forward=1");
            settings[one[..at].Replace('/', '.')] = one[(at + 1)..];
        }
        return settings;
    }

    /// <summary>Why a setting cannot be the container's own; null when it can.</summary>
    public static string? Refusal(string name, bool ownNetwork, bool ownIpc)
    {
        if (name.Split('.').Any(part => part is "" or ".."))
            return $"sysctl {name} is none";
        bool isNet = name.StartsWith("net.", StringComparison.Ordinal), isIpc = s_ofIpc.Contains(name) || name.StartsWith("fs.mqueue.", StringComparison.Ordinal);
        return !isNet && !isIpc ? $"sysctl {name} is not in a namespace: it is the whole machine's, and no container's to set; those of a container are net.*, fs.mqueue.*, {string.Join(", ", s_ofIpc)}"
            : isNet && !ownNetwork ? $"sysctl {name} is not allowed in the host's network, or another container's: it would be changed for all of it"
            : isIpc && !ownIpc ? $"sysctl {name} is not allowed in the host's ipc namespace, or another container's: it would be changed for all of it"
            : null;
    }
}
