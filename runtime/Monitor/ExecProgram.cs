using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Monitor;

/// <summary>
/// The keeper of one more process in a container that runs: hull again, in a session of its own. It starts the process, relays what is read and written to the
/// command that wanted it, waits for the end, and says how it ended.
/// </summary>
internal static class ExecProgram
{
    /// <summary>Its name, as argv[0], and the files it is given beside the standard ones; the onlooker's socket only when there is one.</summary>
    public const string Name = "hull-exec";
    public const int Status = 3, Process = 4, Onlooker = 5;

    /// <summary>Arguments, after the container's id and its own: somebody looks on; the process reads what that one says; it has a terminal; the container has rights that it could do us harm with.</summary>
    public const string Attached = "attached", WithInput = "input", WithTerminal = "terminal", Distrusted = "distrusted";

    public static int Run(IReadOnlyList<string> args)
    {
        if (args.Contains(Distrusted))
            OwnExecutable.GoOnSealed();
        using var status = new FileDescriptor(Status);
        using var audience = new Audience();
        if (args.Contains(Attached))
            audience.Welcome(new(Onlooker));
        CurrentProcess.ChangeFolder("/");
        try
        {
            Keep(args, status, audience);
            return 0;
        }
        catch (Exception e) when (e is HullException or LinuxException or IOException)
        {
            new MonitorStatus(MonitorStatus.Failed, (e as HullException)?.ExitCode ?? 125, e.Message).Send(status);
            return 1;
        }
    }

    static void Keep(IReadOnlyList<string> args, FileDescriptor status, Audience audience)
    {
        var container = Container.Find(args[0]) ?? throw new HullException($"No such container: {args[0]}", exitCode: 1);
        using var target = ContainerStatus.FindProcess(container) ?? throw NotRunning(container);
        using var root = ContainerStatus.OpenRoot(container) ?? throw NotRunning(container);
        using var streams = args.Contains(WithTerminal) ? Streams.ATerminal()
            : args.Contains(Attached) ? Streams.Pipes(args.Contains(WithInput))
            : Streams.Nothing();
        var launcher = Join(container, target, root, streams, args);
        if (launcher.Failure() is { } failure)
            throw new HullException(failure.Message, failure.ExitCode);
        new MonitorStatus(MonitorStatus.Started, launcher.Pid).Send(status);

        audience.Gone = onlooker => Abandon(launcher, onlooker);
        new Relay(streams, launcher.Ended, audience) { InputEnds = true }.Run();
        int code = launcher.ExitCode();
        Happened.Ran(container, execId: args[1], code);
        audience.Dismiss(code);
    }

    static Launcher Join(Container container, ProcessHandle target, FileDescriptor root, Streams streams, IReadOnlyList<string> args)
    {
        using var process = new FileDescriptor(Process);
        bool distrusted = args.Contains(Distrusted);
        var launcher = Launcher.Join(target, root, process, Cgroup.Named(container.CgroupName), streams.GiveTo, distrusted);
        streams.CloseFarEnds();
        streams.AwaitTerminal();
        return launcher;
    }

    // Who wanted it was killed, and did not say that it be left: it is told as by a terminal that is lost. What is to survive that ignores the signal, as nohup has it do.
    static void Abandon(Launcher launcher, Onlooker onlooker)
    {
        if (!onlooker.HasLeft)
            ProcessHandle.SendToGroup(launcher.Pid, Signal.Hangup);
    }

    public static HullException NotRunning(Container container) => new($"container {container.Name} is not running", exitCode: 1);
}
