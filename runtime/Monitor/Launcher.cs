using System.Runtime.ExceptionServices;
using Hull.Bundle;
using Hull.Init;
using Linux;

namespace Hull.Monitor;

/// <summary>
/// Starts a process of a container. It does so on a thread of its own that enters the control group and the pid namespace, where its child is
/// then born, and that lives until the child ends, because the child is told to end with it.
/// </summary>
/// <remarks>A thread that has left its pid namespace can start no threads: all that this one calls is the kernel.</remarks>
internal sealed class Launcher
{
    const string Self = "/proc/self/fd/3";

    readonly ManualResetEventSlim _started = new();
    readonly Pipe _answer = new();
    readonly Thread _thread;
    ExceptionDispatchInfo? _failure;
    ChildProcess? _child;
    int _exitCode;

    Launcher(Cgroup cgroup, Action enter, Func<Spawn> init)
    {
        _thread = new Thread(() => Run(cgroup, enter, init)) { IsBackground = true };
        _thread.Start();
        _started.Wait();
        _answer.Writer.Dispose();
        _failure?.Throw();
    }

    /// <summary>Starts a bundle's first process, as process 1 of a new pid namespace.</summary>
    public static Launcher Start(string bundle, Cgroup cgroup, Streams streams)
    {
        using var door = cgroup.OpenDoor();
        return new(
            cgroup,
            enter: () => CurrentProcess.Unshare(Namespaces.Pid),
            init: () => door is null
                ? Init(streams, "start", bundle)
                : Init(streams, "start", bundle, "door").With(InitProgram.Door, door));
    }

    /// <summary>Starts one more process in a container that runs; <paramref name="process"/> is read to its end for what it is to be.</summary>
    public static Launcher Join(ProcessHandle container, FileDescriptor root, FileDescriptor process, Cgroup cgroup, Streams streams)
    {
        using var door = cgroup.OpenDoor();
        Spawn Joining(params string[] args) =>
            Init(streams, ["join", .. args]).With(InitProgram.Container, container.Descriptor).With(InitProgram.Process, process)
                .With(InitProgram.Root, root);
        return new(
            cgroup,
            enter: () => CurrentProcess.Join(container, Namespaces.Pid),
            init: () => door is null ? Joining() : Joining("door").With(InitProgram.JoinDoor, door));
    }

    // In a session of its own: in ours it would share our terminal, and could type into it.
    static Spawn Init(Streams streams, params string[] args) =>
        streams.GiveTo(new Spawn(Self, [InitProgram.Name, .. args]) { NewSession = true });

    /// <summary>Readable once the process has ended.</summary>
    public FileDescriptor Ended => _child!.Handle.Descriptor;

    public ProcessHandle Process => _child!.Handle;

    public int Pid => _child!.Pid;

    /// <summary>Waits until init has become the command. Null when it has.</summary>
    public StartFailure? Failure() => StartFailure.Read(_answer.Reader);

    /// <summary>Waits for the process to end, and says how it did.</summary>
    public int ExitCode()
    {
        _thread.Join();
        return _exitCode;
    }

    void Run(Cgroup cgroup, Action enter, Func<Spawn> init)
    {
        try
        {
            using var executable = OwnExecutable.OpenReadOnly();
            cgroup.EnterThread();
            enter();
            _child = init().With(InitProgram.Executable, executable).With(InitProgram.Answer, _answer.Writer).Start();
            cgroup.LeaveThread();
        }
        catch (LinuxException e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        _started.Set();
        if (_child is not null)
            _exitCode = _child.Wait();
    }
}
