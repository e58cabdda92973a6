using Linux;

namespace Netctl.Namespaces;

/// <summary>Ends the processes that are in a namespace, as before its deletion.</summary>
internal static class NamespaceProcesses
{
    static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    public static void End(string name)
    {
        using var ns = NetNamespace.Find(NamedNamespaces.PathOf(name));
        if (ns is null) return;
        var processes = new List<ProcessHandle>();
        foreach (int pid in NamespaceHolders.Of(ns, Holding.Process | Holding.Thread).Select(holder => holder.Pid).Distinct())
            if (pid != Environment.ProcessId && ProcessHandle.Find(pid) is { } process)
                processes.Add(process);
        foreach (var process in processes) process.Send(Signal.Terminate);
        foreach (var process in processes)
            using (process)
                if (!process.WaitForEnd(s_grace) && process.Send(Signal.Kill))
                    process.WaitForEnd(s_grace);
    }
}
