using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>What a container takes itself and its kernel to be: host name and settings.</summary>
internal static class Identity
{
    public static void Set(BundleConfig bundle)
    {
        if (bundle.HostName != "" && bundle.Has("uts"))
            CurrentProcess.SetHostName(bundle.HostName);
        if (bundle.DomainName != "" && bundle.Has("uts"))
            CurrentProcess.SetDomainName(bundle.DomainName);
        if (bundle.Sysctl.Count == 0)
            return;
        using var proc = new OwnProc();
        foreach (var (name, value) in bundle.Sysctl)
            proc.SetSysctl(name.Replace('.', '/'), value);
    }
}
