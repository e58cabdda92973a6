using System.Runtime.ExceptionServices;
using Hull.Bundle;
using Hull.Init;
using Linux;

namespace Hull.Monitor;

/// <summary>
/// Starts a process of a container. It does so on a thread of its own that enters the control group and the pid namespace, where its child is
/// then born. One that is to end with us is told to end with this thread, which lives until then.
/// </summary>
/// <remarks>A thread that has left its pid namespace can start no threads: all that this one calls is the kernel.</remarks>
internal sealed class Launcher
{
    readonly ManualResetEventSlim _started = new(false, spinCount: 0);   // who spins here takes the processor from the one that is waited for
    readonly Pipe _answer = new();
    readonly Thread _thread;
    readonly bool _isTied;
    ExceptionDispatchInfo? _failure;
    ChildProcess? _child;
    int _exitCode;

    Launcher(Cgroup cgroup, Action enter, Func<Spawn> init, bool distrusted, int kept, bool tied)
    {
        _isTied = tied;
        _thread = new Thread(() => Run(cgroup, enter, init, distrusted, kept)) { IsBackground = true };
        _thread.Start();
        _started.Wait();
        _answer.Writer.Dispose();
        _failure?.Throw();
    }

    /// <summary>Starts a bundle's first process, in general as process 1 of a new pid namespace.</summary>
    public static Launcher Start(Launch launch)
    {
        using var door = launch.Cgroup.OpenDoor();
        return new(launch.Cgroup, launch.EnterPidNamespace, () => launch.Init(door), Distrust.Of(launch.Bundle.Process.Capabilities), launch.Kept.Count, tied: !launch.Stays);
    }

    /// <summary>Starts one more process in a container that runs; <paramref name="process"/> is read to its end for what it is to be.</summary>
    /// <param name="distrusted">Whether the container could get hold of our executable.</param>
    /// <param name="kept">Files that it gets beside the standard ones.</param>
    public static Launcher Join(
        ProcessHandle container, FileDescriptor root, FileDescriptor process, Cgroup cgroup, Func<Spawn, Spawn> streams, bool distrusted, params IReadOnlyList<FileDescriptor> kept)
    {
        using var door = cgroup.OpenDoor();
        Spawn Joining(params string[] args) =>
            streams(NewInit(kept, ["join", .. args])).With(InitProgram.Container + kept.Count, container.Descriptor).With(InitProgram.Process + kept.Count, process)
                .With(InitProgram.Root + kept.Count, root);
        return new(
            cgroup,
            enter: () => CurrentProcess.Join(container, Namespaces.Pid),
            init: () => door is null ? Joining() : Joining("door").With(InitProgram.JoinDoor + kept.Count, door),
            distrusted, kept.Count, tied: false);
    }

    /// <summary>Init, not started yet. In a session of its own: in ours it would share our terminal, and could type into it.</summary>
    public static Spawn NewInit(IReadOnlyList<FileDescriptor> kept, params IReadOnlyList<string> args) =>
        KeptFiles.Give(kept, more => new($"/proc/self/fd/{InitProgram.Executable + kept.Count}", [InitProgram.Name, .. args, .. more]) { NewSession = true });

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
        return _isTied ? _exitCode : _child!.Wait();
    }

    // Who may change mounts could make the one that init runs from writable again.
    void Run(Cgroup cgroup, Action enter, Func<Spawn> init, bool distrusted, int kept)
    {
        try
        {
            // Until it is init, what is born in a container's pid namespace has our memory and our files, for others there to see (CVE-2016-9962).
            CurrentProcess.Conceal();
            using var executable = distrusted ? OwnExecutable.OpenSealedCopy() : OwnExecutable.OpenReadOnly();
            cgroup.EnterThread();
            enter();
            _child = init().With(InitProgram.Executable + kept, executable).With(InitProgram.Answer + kept, _answer.Writer).Start();
            cgroup.LeaveThread();
        }
        catch (LinuxException e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        _started.Set();
        // Whoever leaves a process behind leaves its exit code, too: to those who are its parent then, however early it ended.
        if (_isTied && _child is not null)
            _exitCode = _child.Wait();
    }
}
