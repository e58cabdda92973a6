using Hull.Bundle;
using Hull.Init;
using Linux;

namespace Hull.Monitor;

/// <summary>What a container's first process is started from, and with.</summary>
internal sealed record Launch
{
    /// <summary>The folder of config.json.</summary>
    public required string Folder { get; init; }

    /// <summary>What is in it.</summary>
    public required BundleConfig Bundle { get; init; }

    /// <summary>What relative paths in it start from; the same folder when it is empty.</summary>
    public string Base { get; init; } = "";
    public required Cgroup Cgroup { get; init; }

    /// <summary>Gives the process its standard input, output and error.</summary>
    public required Func<Spawn, Spawn> Streams { get; init; }

    /// <summary>Whether it outlives us; else it ends when we do.</summary>
    public bool Stays { get; init; }

    /// <summary>With these init waits, when all is done but the command itself, for a byte of the first, and tells by the second how that went.</summary>
    public (FileDescriptor Go, FileDescriptor Outcome)? Gate { get; init; }

    /// <summary>With these init tells by the first that its namespaces are there, and goes on at a byte of the second.</summary>
    public (FileDescriptor Reached, FileDescriptor GoOn)? Halt { get; init; }

    /// <summary>Namespaces to be entered, by the bundle's kinds, in place of what their paths say.</summary>
    public IReadOnlyList<(string Kind, FileDescriptor File)> Shared { get; init; } = [];

    /// <summary>The user namespace that it is to be in; null for ours.</summary>
    public FileDescriptor? UserNamespace { get; init; }

    /// <summary>Files that it gets beside the standard ones; how many of them, the first, are sockets that it listens at (sd_listen_fds(3)).</summary>
    public IReadOnlyList<FileDescriptor> Kept { get; init; } = [];
    public int Sockets { get; init; }

    /// <summary>How large its terminal is at first; null as the bundle says.</summary>
    public TerminalSize? ConsoleSize { get; init; }

    /// <summary>For the thread that starts it: a pid namespace is for children only.</summary>
    public void EnterPidNamespace()
    {
        if (Bundle.Namespaces.FirstOrDefault(ns => ns.Type == "pid") is not { } pid)
            return;
        if (Shared.FirstOrDefault(one => one.Kind == "pid").File is { } file)
            CurrentProcess.Enter(file, "of processes");
        else if (pid.Path != "")
            CurrentProcess.Enter(pid.Path);
        else
            CurrentProcess.Unshare(Namespaces.Pid);
    }

    /// <summary>Init, with all its files but those that every init has.</summary>
    public Spawn Init()
    {
        var files = new List<(string Name, FileDescriptor File)>();
        if (Gate is var (go, outcome))
            files.AddRange([("go", go), ("outcome", outcome)]);
        if (Halt is var (reached, goOn))
            files.AddRange([("reached", reached), ("goon", goOn)]);
        if (UserNamespace is not null)
            files.Add(("userns", UserNamespace));
        foreach (var (kind, file) in Shared)
            if (kind != "pid")
                files.Add(($"ns-{kind}", file));

        int first = InitProgram.First + Kept.Count;
        List<string> words = ["start", Folder, $"base={(Base == "" ? Folder : Base)}", Stays ? "stays=1" : "stays=0", .. InitProgram.DoorsOf(Cgroup)];
        if (Sockets > 0)
            words.Add($"sockets={Sockets}");
        if (ConsoleSize is { } size)
            words.Add($"size={size.Rows}x{size.Columns}");
        for (int at = 0; at < files.Count; at++)
            words.Add($"{files[at].Name}={first + at}");
        var init = Streams(Launcher.NewInit(Kept, words));
        for (int at = 0; at < files.Count; at++)
            init.With(first + at, files[at].File);
        return init;
    }
}
