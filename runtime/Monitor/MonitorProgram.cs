using System.Text.Json;
using Cni;
using Hull.Containers;
using Hull.Events;
using Hull.Network;
using Hull.Volumes;
using Linux;

namespace Hull.Monitor;

/// <summary>
/// One container's keeper: hull again, in a session of its own. It makes what the container needs, starts it, keeps its log, waits for its end,
/// and undoes everything. There is one for each container that runs, and no daemon.
/// </summary>
internal static class MonitorProgram
{
    /// <summary>Its name, as argv[0], and the files it is given beside the standard ones, which are those of the command when it looks on.</summary>
    public const string Name = "hull-monitor";
    public const int Lock = 3, Status = 4;

    /// <summary>Arguments: what the container writes also goes to our standard output and error; the container reads our standard input.</summary>
    public const string Attached = "attached", WithInput = "input";

    public static int Run(IReadOnlyList<string> args)
    {
        using var status = new FileDescriptor(Status);
        using var stillAlive = new FileDescriptor(Lock);   // held, and let go of by the kernel when this process ends
        CurrentProcess.ChangeFolder("/");   // ours may be on a disk that is to be taken out
        var container = Container.Find(args[0]) ?? throw new HullException($"No such container: {args[0]}");
        try
        {
            int code = Keep(container, status, args);
            ContainerStatus.SaveExit(container, code);
            Happened.Died(container, code);
            Finish(container);
            new MonitorStatus(MonitorStatus.Exited, code).Send(status);
            return 0;
        }
        catch (Exception e) when (e is HullException or LinuxException or CniError or IOException or UnauthorizedAccessException or JsonException)
        {
            int code = (e as HullException)?.ExitCode ?? 125;
            ContainerStatus.SaveFailure(container, code, e.Message);
            Finish(container);
            new MonitorStatus(MonitorStatus.Failed, code, e.Message).Send(status);
            return 1;
        }
    }

    static int Keep(Container container, FileDescriptor status, IReadOnlyList<string> args)
    {
        var journal = new Journal(container);
        NetworkMode.NeedUsable(container.Network);
        ContainerNames.Begin(container);
        // Before the network is made: a port that somebody has is found out before anything leads to it.
        using var ports = PortHold.Take(container);
        if (ContainerNetwork.Attach(container, journal) is { Count: > 0 } results)
        {
            ContainerNames.Add(container, results);
            Happened.ToNetworksOf(container, "connect");
        }

        var cgroup = ContainerGroup.Make(container, journal);
        using var streams = new Streams(args.Contains(WithInput));
        journal.Process();
        var launcher = Launcher.Start(container.Files.Bundle, cgroup, streams);
        streams.CloseFarEnds();
        ContainerStatus.SaveProcess(container, launcher.Pid);
        if (launcher.Failure() is { } failure)
        {
            launcher.ExitCode();
            throw new HullException(failure.Message, failure.ExitCode);
        }
        ContainerStatus.SaveStart(container);
        Happened.To(container, "start");
        new MonitorStatus(MonitorStatus.Started, launcher.Pid).Send(status);
        Look(container, streams, launcher, args);
        return launcher.ExitCode();
    }

    static void Look(Container container, Streams streams, Launcher launcher, IReadOnlyList<string> args)
    {
        using var log = new LogFile(container.Files.Log);
        bool attached = args.Contains(Attached);
        new Relay(streams, launcher.Ended)
        {
            Input = args.Contains(WithInput) ? new FileDescriptor(0) : null,
            Output = Both(log.Stream("stdout"), attached ? new Onlooker(1) : null),
            Error = Both(log.Stream("stderr"), attached ? new Onlooker(2) : null),
        }.Run();
    }

    static Action<ReadOnlySpan<byte>> Both(Action<ReadOnlySpan<byte>> log, Onlooker? onlooker) => piece =>
    {
        onlooker?.Write(piece);
        log(piece);
    };

    static void Finish(Container container)
    {
        var failures = new Journal(container).Undo();
        Report(failures);
        Happened.ToNetworksOf(container, "disconnect");
        if (failures.Count > 0)
            return;   // gc tries again
        if (!container.Remove)
        {
            container.Files.DeleteRun();
            return;
        }
        using (AllContainers.Lock())
            container.Files.DeleteAll();
        Happened.To(container, "destroy");
        Volume.DeleteUnnamed(container);
    }

    static void Report(IReadOnlyList<string> failures)
    {
        foreach (string failure in failures)
            Stdio.WriteError($"hull: {failure}");
    }
}
