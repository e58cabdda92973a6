using System.Globalization;
using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>The start of a container's first process, from the inside.</summary>
internal sealed class Startup
{
    /// <summary>What hooks are told of the container, beside config.json; it is there when init goes on.</summary>
    public const string StateFile = "hook-state.json";

    readonly IReadOnlyList<string> _args;
    readonly string _folder;
    readonly Dictionary<string, string> _options = [];
    string _state = "";

    /// <param name="args">
    /// "start", the folder of config.json, and NAME=VALUE: base=FOLDER that relative paths start from, stays=1 when it outlives whoever started it, the doors of the
    /// control group, and numbers of files: go and outcome, reached and goon (see Launch), ns-KIND of namespaces to be entered; kept, see <see cref="KeptFiles"/>, and how many of
    /// those are sockets that the command listens at; the size of its terminal.
    /// </param>
    public Startup(IReadOnlyList<string> args)
    {
        (_args, _folder) = (args, args[1]);
        for (int at = 2; at < args.Count; at++)
        {
            int equals = args[at].IndexOf('=');
            _options[args[at][..equals]] = args[at][(equals + 1)..];
        }
    }

    public int Run(FileDescriptor answer)
    {
        if (!Stays)
            TieToMonitor(answer);
        Cgroup.Enter(InitProgram.Doors(_args));
        var bundle = CopyUp.Pending(BundleReader.Read(_folder), _folder);
        ResourceLimits.SetOomScore(bundle.Process);
        var groups = OwnGroups.Find();
        using var memory = Number("ns-shm") is { } other ? MemoryOf(new FileDescriptor(other)) : null;
        using var mapped = Number("userns") is { } number ? new FileDescriptor(number) : null;
        EnterNamespaces(bundle);
        if (mapped is not null)
            CurrentProcess.MakeFilesAs(IdMap.Outwards(bundle.UserIds, 0) ?? 0, IdMap.Outwards(bundle.GroupIds, 0) ?? 0);
        RootFileSystem.Build(_options["base"], bundle, groups, mapped, memory, () => Halt(bundle));
        Identity.Set(bundle);
        if (bundle.Process.Terminal)
            ContainerTerminal.Make(bundle.Process with { ConsoleSize = Size ?? bundle.Process.ConsoleSize }, asConsole: true);
        if (bundle.ReadOnlyRoot)
            RootFileSystem.Seal(bundle.Process.Cwd);
        if (mapped is not null)
            EnterUserNamespace(mapped);
        var process = Limits.Set(bundle.Process with { KeptFiles = Number("kept") ?? 0, Env = Environ(bundle) }, () => AsUser(answer, bundle.Process));
        return Wait(answer, bundle, process);
    }

    void AsUser(FileDescriptor answer, ProcessConfig process)
    {
        if (!Stays)
            TieToMonitor(answer);   // once more: who has become another user is tied to nobody
        // What is started later tells now that it cannot be, while those who make it listen.
        if (Number("go") is null || CommandSearch.Look(process) is not { } failure)
            return;
        answer.Write(failure.Pack());
        Environment.Exit(125);
    }

    // sd_listen_fds(3): by whose number a process knows that they are for it, which stays ours.
    IReadOnlyList<string> Environ(BundleConfig bundle) => Number("sockets") is { } count
        ? [.. bundle.Process.Env, string.Create(CultureInfo.InvariantCulture, $"LISTEN_FDS={count}"), string.Create(CultureInfo.InvariantCulture, $"LISTEN_PID={Environment.ProcessId}")]
        : bundle.Process.Env;

    // What another container has in its /dev/shm: only in its mount namespace can that be cloned.
    static DetachedMount MemoryOf(FileDescriptor mountNamespace)
    {
        using var there = mountNamespace;
        using var own = FileDescriptor.Open("/proc/self/ns/mnt");
        using var root = FileDescriptor.OpenPath("/");
        CurrentProcess.Enter(there, "of the other container's mounts");
        try
        {
            return DetachedMount.Clone("/dev/shm");
        }
        finally
        {
            CurrentProcess.Enter(own, "of our own mounts");
            CurrentProcess.EnterRoot(root);
        }
    }

    // With a gate: whoever made us has done so once our answer ends; how it goes on is for whoever opens the gate.
    int Wait(FileDescriptor answer, BundleConfig bundle, ProcessConfig process)
    {
        var told = answer;
        if (Number("go") is { } go && Number("outcome") is { } outcome)
        {
            using var gate = new FileDescriptor(go);
            told = new FileDescriptor(outcome);
            answer.Dispose();
            gate.Read(new byte[1]);
        }
        try
        {
            Hooks.Run(bundle.Hooks.StartContainer, "startContainer", _state);
            told.Write(InitProgram.Become(process, told).Pack());
        }
        catch (InvalidOperationException e)
        {
            told.Write(new StartFailure(e.Message, Errno.None).Pack());
        }
        return 125;
    }

    // Whoever started us has hooks to run that want our namespaces; ours come after them.
    void Halt(BundleConfig bundle)
    {
        if (Number("reached") is not { } reached || Number("goon") is not { } goOn)
            return;
        using (var tell = new FileDescriptor(reached))
            tell.Write("."u8);
        using (var wait = new FileDescriptor(goOn))
            if (wait.Read(new byte[1]) == 0)
                Environment.Exit(125);
        _state = SmallFile.Find($"{_folder}/{StateFile}") ?? "";
        Hooks.Run(bundle.Hooks.CreateContainer, "createContainer", _state);
    }

    // All that only the host's root can do is done. Mounts that are copied into a user namespace cannot be taken away there, so what is masked stays so.
    static void EnterUserNamespace(FileDescriptor mapped)
    {
        CurrentProcess.EnterAsRoot(mapped);
        CurrentProcess.Unshare(Namespaces.Mount);
    }

    TerminalSize? Size => _options.TryGetValue("size", out string? size) && size.Split('x') is [var rows, var columns]
        ? new(ushort.Parse(rows, CultureInfo.InvariantCulture), ushort.Parse(columns, CultureInfo.InvariantCulture))
        : null;

    bool Stays => _options["stays"] == "1";

    int? Number(string name) => _options.TryGetValue(name, out var number) ? int.Parse(number, CultureInfo.InvariantCulture) : null;

    static void TieToMonitor(FileDescriptor answer)
    {
        CurrentProcess.EndWithParent(Signal.Kill);
        // Between our start and the line before this one the monitor may have died, unseen.
        var reader = new Poll();
        reader.ForHangup(answer);
        if (reader.Wait(TimeSpan.Zero))
            Environment.Exit(125);
    }

    void EnterNamespaces(BundleConfig bundle)
    {
        var created = Namespaces.None;
        foreach (var ns in bundle.Namespaces)
            if (ns.Type is "pid" or "user")
                continue;   // we were born in the one, and enter the other last
            else if (Number($"ns-{ns.Type}") is { } number)
                using (var file = new FileDescriptor(number))
                    CurrentProcess.Enter(file, $"of kind {ns.Type}");
            else if (ns.Path != "")
                CurrentProcess.Enter(ns.Path, Kind(ns.Type));
            else
                created |= Kind(ns.Type);
        CurrentProcess.Unshare(created);
    }

    static Namespaces Kind(string type) => type switch
    {
        "mount" => Namespaces.Mount,
        "uts" => Namespaces.Uts,
        "ipc" => Namespaces.Ipc,
        "cgroup" => Namespaces.Cgroup,
        "network" => Namespaces.Net,
        _ => throw new InvalidOperationException($"there is no namespace of type {type}"),
    };
}
