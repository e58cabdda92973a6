using System.Globalization;
using Hull.Bundle;
using Hull.Commands;
using Hull.Init;
using Hull.Monitor;
using Linux;

namespace Hull.Oci;

/// <summary>create, start and run. There is no monitor: whoever calls is the parent, with streams of its own.</summary>
internal static class OciLife
{
    public static int Create(string root, OciArguments args)
    {
        Make(root, args, waits: true, leaves: true, out _, out var terminal);
        terminal?.Dispose();
        return 0;
    }

    public static int Run(string root, OciArguments args)
    {
        bool detach = args.Has("detach");
        using var signals = detach ? null : new SignalForwarding();
        var container = Make(root, args, waits: false, leaves: detach, out var launcher, out var made);
        using var terminal = made;
        OciHooks.Run(container, config => config.Poststart, "poststart");
        if (detach)
            return 0;
        signals!.To(ProcessHandle.Find(launcher.Pid));
        terminal?.Show(launcher);
        int code = launcher.ExitCode();
        if (!args.Has("keep"))
            OciEnd.Remove(container);
        return code;
    }

    static OciContainer Make(string root, OciArguments args, bool waits, bool leaves, out Launcher launcher, out OciTerminal? terminal)
    {
        Refuse(args);
        string bundle = Path.GetFullPath(args.Value("bundle") ?? ".");
        var (text, config) = OciBundle.Read(bundle);
        string id = OciCommandLine.Id(args);
        var files = OciFiles.Take(args, withSockets: true);
        if (files.List.Count > 0 && config.Process.HasInit)
            throw new HullException($"{bundle}/config.json: {BundleConfig.InitAnnotation} passes no files on: leave it out, or --preserve-fds and LISTEN_FDS", exitCode: 1);
        terminal = OciTerminal.For(args, config.Process.Terminal, leaves);
        var container = OciContainer.Make(root, id, bundle, text, config.CgroupsPath.Trim('/') is { Length: > 0 } asked ? asked : $"hull-oci-{id}");
        try
        {
            OciResources.Apply(container.Cgroup, config);
            launcher = Launch(container, config, waits, terminal, files);
            container = container with { Pid = launcher.Pid, Ticks = ProcessHandle.StartTime(launcher.Pid) ?? 0 };
            container.Save();
            if (args.Value("pid-file") is { } file)
                AtomicFile.Write(file, launcher.Pid.ToString(CultureInfo.InvariantCulture));
            return container;
        }
        catch
        {
            OciEnd.Remove(container);
            throw;
        }
    }

    static void Refuse(OciArguments args)
    {
        if (args.Has("no-pivot"))
            throw new HullException("--no-pivot is not supported: hull always leaves the old root behind", exitCode: 1);
    }

    static Launcher Launch(OciContainer container, BundleConfig config, bool waits, OciTerminal? terminal, OciFiles files)
    {
        bool halts = config.Hooks.Prestart.Count + config.Hooks.CreateRuntime.Count + config.Hooks.CreateContainer.Count + config.Hooks.StartContainer.Count > 0;
        using var go = waits ? NamedPipe.Make(container.Go) : null;
        using var outcome = waits ? NamedPipe.Make(container.Outcome) : null;
        using var reached = halts ? new Pipe() : null;
        using var goOn = halts ? new Pipe() : null;
        using var mapped = OciUserNamespace.Make(config);
        var launcher = Launcher.Start(new Launch
        {
            Folder = container.Folder,
            Bundle = config,
            Base = container.Bundle,
            Cgroup = container.Cgroup,
            Streams = terminal is not null ? terminal.GiveTo : init => init.With(0, Stdio.Input).With(1, Stdio.Output).With(2, Stdio.Error),
            UserNamespace = mapped,
            Kept = files.List,
            Sockets = files.Sockets,
            ConsoleSize = terminal?.Size,
            Stays = true,
            Gate = waits ? (go!, outcome!) : null,
            Halt = halts ? (reached!.Writer, goOn!.Reader) : null,
        });
        terminal?.CloseFarEnd();
        if (halts)
            RunHooks(container with { Pid = launcher.Pid }, config, reached!, goOn!);
        if (launcher.Failure() is { } failure)
        {
            launcher.ExitCode();
            throw new HullException(failure.Message, failure.ExitCode);
        }
        return launcher;
    }

    // What the engine has run in the host's surroundings, when the container's namespaces are there and nothing of it runs yet.
    static void RunHooks(OciContainer container, BundleConfig config, Pipe reached, Pipe goOn)
    {
        reached.Writer.Dispose();
        goOn.Reader.Dispose();
        using var writer = goOn.Writer;
        if (reached.Reader.Read(new byte[1]) == 0)
            return;   // init has failed, and says so
        string state = OciListing.StateText(container, "created");
        SmallFile.Put($"{container.Folder}/{Startup.StateFile}", state, 0x180 /* 0600 */);
        try
        {
            Hooks.Run(config.Hooks.Prestart, "prestart", state);
            Hooks.Run(config.Hooks.CreateRuntime, "createRuntime", state);
        }
        catch (InvalidOperationException e)
        {
            throw new HullException(e.Message, exitCode: 1);   // init ends with the pipe
        }
        writer.Write("."u8);
    }

    public static int Start(OciContainer container)
    {
        if (container.Status != "created")
            throw new HullException($"cannot start container {container.Id}: it is {container.Status}, not created", exitCode: 1);
        using (var outcome = NamedPipe.OpenReader(container.Outcome))
        {
            using (var go = NamedPipe.OpenWriter(container.Go) ?? throw new HullException($"cannot start container {container.Id}: its process is gone", exitCode: 1))
                go.Write("."u8);
            if (StartFailure.Read(outcome) is { } failure)
                throw new HullException(failure.Message, failure.ExitCode);
        }
        SmallFile.Remove(container.Go);
        SmallFile.Remove(container.Outcome);
        OciHooks.Run(container, config => config.Poststart, "poststart");
        return 0;
    }
}
