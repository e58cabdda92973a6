using Cni;
using Linux;

namespace Plugins.Tuning;

/// <summary>The sysctls of a configuration in the container's network, each once, by path.</summary>
internal static class ContainerSettings
{
    /// <summary>Under their paths; of two of the same setting the later one, in the place of the first.</summary>
    public static IReadOnlyList<SysctlSetting> Resolve(IReadOnlyList<SysctlSetting> sysctls, string ifName)
    {
        var resolved = new List<SysctlSetting>();
        foreach (var sysctl in sysctls)
        {
            string path = sysctl.PathFor(ifName)!;
            int known = resolved.FindIndex(other => other.Key == path);
            if (known >= 0)
                resolved[known] = new(path, sysctl.Value);
            else
                resolved.Add(new(path, sysctl.Value));
        }
        return resolved;
    }

    /// <summary>What they are now. Those that cannot be read are left out; one that is not there is an error.</summary>
    public static IReadOnlyList<SysctlSetting> Read(IReadOnlyList<SysctlSetting> sysctls)
    {
        var found = new List<SysctlSetting>();
        foreach (var sysctl in sysctls)
            if (TryRead(sysctl.Key, out string value))
                found.Add(new(sysctl.Key, value));
        return found;
    }

    static bool TryRead(string path, out string value)
    {
        value = "";
        try
        {
            value = Sysctl.Find(path) ?? throw new CniError(
                CniErrorCode.InvalidConfig, $"open /proc/sys/{path}: no such file or directory", "the kernel has no such setting in this container's network");
            return true;
        }
        catch (LinuxException e) when (e.Errno is Errno.Access or Errno.Io)   // such as net/ipv4/route/flush; a stable_secret that nobody has set
        {
            return false;
        }
    }

    /// <summary>Writes them, and tells what the kernel then shows of those that it shows otherwise.</summary>
    public static IReadOnlyList<SysctlSetting> Apply(IReadOnlyList<SysctlSetting> sysctls)
    {
        var shown = new List<SysctlSetting>();
        foreach (var sysctl in sysctls)
            Sysctl.Set(sysctl.Key, sysctl.Value);
        foreach (var sysctl in sysctls)
            if (TryRead(sysctl.Key, out string now) && !SysctlSetting.Same(sysctl.Value, now))
                shown.Add(new(sysctl.Key, now));
        return shown;
    }

    /// <summary>The first that is not as it was set, in the reference plugin's words; null when all are.</summary>
    /// <param name="shown">What the kernel showed after ADD of those that it shows otherwise than they are written.</param>
    public static string? Difference(IReadOnlyList<SysctlSetting> sysctls, IReadOnlyList<SysctlSetting> shown)
    {
        foreach (var sysctl in sysctls)
            if (TryRead(sysctl.Key, out string now) && !SysctlSetting.Same(sysctl.Value, now) && !shown.Contains(new(sysctl.Key, now)))
                return $"Error: Tuning configured value of /proc/sys/{sysctl.Key} is {sysctl.Value}, current value is {now}";
        return null;
    }
}
