using Hull.Bundle;
using Hull.Init;
using Linux;

namespace Hull.Monitor;

/// <summary>
/// Starts a process of a container. The calling thread has its children born in the container's pid namespace, makes this one, and is itself again. The thread
/// is to live as long as the process does, which is told to end with it.
/// </summary>
internal sealed class Launcher
{
    readonly Pipe _answer = new();
    readonly ChildProcess _child;

    // Who may change mounts could make the one that init runs from writable again.
    Launcher(Action enter, Spawn init, bool distrusted, int kept)
    {
        // Until it is init, what is born in a container's pid namespace has our memory and our files, for others there to see (CVE-2016-9962).
        CurrentProcess.Conceal();
        using var executable = distrusted ? OwnExecutable.OpenSealedCopy() : OwnExecutable.OpenReadOnly();
        using var answer = _answer.Writer;
        init.With(InitProgram.Executable + kept, executable).With(InitProgram.Answer + kept, answer);

        // As long as its children are born elsewhere, a thread can start no other: .NET, too, would fail to.
        using var own = FileDescriptor.Open("/proc/self/ns/pid");
        try
        {
            enter();
            _child = init.Start();
        }
        finally
        {
            CurrentProcess.Enter(own, "of our own processes");
        }
    }

    /// <summary>Starts a bundle's first process, in general as process 1 of a new pid namespace.</summary>
    public static Launcher Start(Launch launch) => new(launch.EnterPidNamespace, launch.Init(), Distrust.Of(launch.Bundle.Process.Capabilities), launch.Kept.Count);

    /// <summary>Starts one more process in a container that runs; <paramref name="process"/> is read to its end for what it is to be.</summary>
    /// <param name="distrusted">Whether the container could get hold of our executable.</param>
    /// <param name="kept">Files that it gets beside the standard ones.</param>
    public static Launcher Join(
        ProcessHandle container, FileDescriptor root, FileDescriptor process, Cgroup cgroup, Func<Spawn, Spawn> streams, bool distrusted, params IReadOnlyList<FileDescriptor> kept) => new(
        enter: () => CurrentProcess.Join(container, Namespaces.Pid),
        streams(NewInit(kept, ["join", .. InitProgram.DoorsOf(cgroup)])).With(InitProgram.Container + kept.Count, container.Descriptor)
            .With(InitProgram.Process + kept.Count, process).With(InitProgram.Root + kept.Count, root),
        distrusted, kept.Count);

    /// <summary>Init, not started yet. In a session of its own: in ours it would share our terminal, and could type into it.</summary>
    public static Spawn NewInit(IReadOnlyList<FileDescriptor> kept, params IReadOnlyList<string> args) =>
        KeptFiles.Give(kept, more => new($"/proc/self/fd/{InitProgram.Executable + kept.Count}", [InitProgram.Name, .. args, .. more]) { NewSession = true });

    /// <summary>Readable once the process has ended.</summary>
    public FileDescriptor Ended => _child.Handle.Descriptor;

    public int Pid => _child.Pid;

    /// <summary>Waits until init has become the command. Null when it has.</summary>
    public StartFailure? Failure() => StartFailure.Read(_answer.Reader);

    /// <summary>
    /// Waits for the process to end, and says how it did. Whoever leaves it behind, and does not ask, leaves that to those who are its parent then, however
    /// early it ended.
    /// </summary>
    public int ExitCode() => _child.Wait();
}
