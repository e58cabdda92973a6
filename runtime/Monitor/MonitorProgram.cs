using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cni;
using Hull.Bundle;
using Hull.Containers;
using Hull.Events;
using Hull.Init;
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
    /// <summary>Its name, as argv[0], and the files it is given beside the standard ones; the socket of an onlooker only where there is one.</summary>
    public const string Name = "hull-monitor";
    public const int Lock = 3, Status = 4, Onlooker = 5;

    /// <summary>Arguments: there is an onlooker from the beginning; and the container's input ends with that one's.</summary>
    public const string Attached = "attached", WithInput = "input";

    public static int Run(IReadOnlyList<string> args)
    {
        using var status = new FileDescriptor(Status);
        using var stillAlive = new FileDescriptor(Lock);   // held, and let go of by the kernel when this process ends
        CurrentProcess.ChangeFolder("/");   // ours may be on a disk that is to be taken out
        var container = Container.Find(args[0]) ?? throw new HullException($"No such container: {args[0]}");
        using var audience = new Audience();
        if (args.Contains(Attached))
            audience.Welcome(new(Onlooker));
        try
        {
            audience.Listen(ControlSocket.Listen(container));
            int code = Keep(container, status, audience, args);
            Finish(container);
            audience.Dismiss(code);
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

    static int Keep(Container container, FileDescriptor status, Audience audience, IReadOnlyList<string> args)
    {
        var journal = new Journal(container);
        NetworkMode.NeedUsable(container.Network);
        ContainerNames.Begin(container);
        // Before the network is made: a port that somebody has is found out before anything leads to it.
        using var ports = PortHold.Take(container);
        container = container with { Ports = ports.Ports };
        var results = ContainerNetwork.Attach(container, journal);
        if (results.Count > 0)
        {
            ContainerNames.Add(container, results);
            Happened.ToNetworksOf(container, "connect");
        }
        ports.Serve(container, results);
        ContainerNetwork.CareForNames(container);

        var cgroup = ContainerGroup.Make(container, journal);
        journal.Process();
        var restarts = new Restarts(container);
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            int code = RunOnce(container, cgroup, status, audience, args);
            bool again = restarts.Follow(code, Stopwatch.GetElapsedTime(start));
            if (!again)
                ContainerStatus.SaveOutcome(container, code);
            Happened.Died(container, code);
            if (!again)
                return code;
            // Whoever looked on has seen one run of it, to its end.
            audience.Dismiss(code);
            args = [];
            if (!restarts.Pause())
            {
                ContainerStatus.SaveOutcome(container, code);
                return code;
            }
        }
    }

    // Each time it enters the control group anew; its network stays as it is.
    static int RunOnce(Container container, Cgroup cgroup, FileDescriptor status, Audience audience, IReadOnlyList<string> args)
    {
        var bundle = BundleReader.Read(container.Files.Bundle);
        using var streams = bundle.Process.Terminal ? Streams.ATerminal() : Streams.Pipes(container.OpensInput);
        using var shared = SharedNamespaces.Open(bundle);
        using var mapped = bundle.UserIds.Count > 0 ? UserNamespace.Make(bundle.UserIds, bundle.GroupIds) : null;
        var launcher = Launcher.Start(new Launch
        {
            Folder = container.Files.Bundle, Bundle = bundle, Cgroup = cgroup, Streams = streams.GiveTo, Shared = shared.List, UserNamespace = mapped,
        });
        streams.CloseFarEnds();
        ContainerStatus.SaveProcess(container, launcher.Pid);
        streams.AwaitTerminal();
        if (launcher.Failure() is { } failure)
        {
            launcher.ExitCode();
            throw new HullException(failure.Message, failure.ExitCode);
        }
        ContainerStatus.SaveStart(container);
        CopyUp.Note(bundle, container.Files.Bundle);
        Debugging.Tell($"container {container.Name}: its first process is {launcher.Pid}");
        Happened.To(container, "start");
        if (container.Life.PidFile is { } file)
            File.WriteAllText(file, launcher.Pid.ToString(CultureInfo.InvariantCulture));
        new MonitorStatus(MonitorStatus.Started, launcher.Pid).Send(status);
        using var log = LogFile.Open(container);
        new Relay(streams, launcher.Ended, audience) { Output = LogFile.Stream(log, "stdout"), Error = LogFile.Stream(log, "stderr"), InputEnds = args.Contains(WithInput) }.Run();
        int code = launcher.ExitCode();
        Debugging.Tell($"container {container.Name}: its first process has ended with {code}");
        return code;
    }

    static void Finish(Container container)
    {
        var failures = new Journal(container).Undo();
        Report(failures);
        Happened.ToNetworksOf(container, "disconnect");
        if (container.Life.PidFile is { } file)
            SmallFile.Remove(file);
        if (failures.Count > 0)
            return;   // gc tries again
        if (!container.Remove || File.Exists(container.Files.Kept))
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
