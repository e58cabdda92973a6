using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>The terminal of a process in a container: one of the container's own, of which the monitor gets the other end.</summary>
internal static class ContainerTerminal
{
    /// <summary>
    /// Makes it this process's. Standard input is, until then, the socket to the monitor. With <paramref name="asConsole"/> it is the container's
    /// /dev/console, too: that very name, and not what a link of that name would have it lie over (CVE-2025-52565).
    /// </summary>
    public static void Make(ProcessConfig process, bool asConsole)
    {
        using var root = new RootFolder("/") { FollowLinks = false };
        using var made = PseudoTerminal.Open(root);
        process.ConsoleSize?.Set(made.Master);
        if (asConsole)
            using (var console = root.MakeFile("/dev/console", 0x180 /* 0600 */))
                Mounts.Bind(made.Terminal, RootFolder.PathOf(console));
        SocketPair.Send(Stdio.Input, made.Master);
        made.Take();
    }
}
