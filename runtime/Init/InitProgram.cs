using System.Text.Json;
using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>
/// The inner side of a container's start: hull again, started as process 1 of the new pid namespace ("start"), or as one more process of a
/// container that runs ("join"). It makes its surroundings from the inside and then becomes the command.
/// What goes wrong is answered through a pipe; the pipe's end without an answer says that the command runs.
/// </summary>
internal static class InitProgram
{
    /// <summary>Its name, as argv[0], and the files it is given beside the standard ones.</summary>
    public const string Name = "hull-init";
    public const int Executable = 3, Answer = 4, Door = 5, Container = 5, Process = 6, Root = 7, JoinDoor = 8;

    /// <summary>"start BUNDLE" or "join", and "door" when there is a cgroup to be entered.</summary>
    public static int Run(IReadOnlyList<string> args)
    {
        using var answer = new FileDescriptor(Answer);
        try
        {
            CurrentProcess.Conceal();
            var process = args[0] == "start" ? Start(answer, args) : Join(args);
            answer.Write(Become(process).Pack());
        }
        catch (LinuxException e)
        {
            answer.Write(new StartFailure(e.Message, e.Errno).Pack());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or KeyNotFoundException)
        {
            answer.Write(new StartFailure(e.Message, Errno.None).Pack());
        }
        return 125;
    }

    static ProcessConfig Start(FileDescriptor answer, IReadOnlyList<string> args)
    {
        CurrentProcess.EndWithParent(Signal.Kill);
        EndIfMonitorIsGone(answer);

        var bundle = BundleReader.Read(args[1]);
        ResourceLimits.SetOomScore(bundle.Process);
        if (args.Contains("door"))
            EnterCgroup(Door);
        EnterNamespaces(bundle);
        RootFileSystem.Build(args[1], bundle);
        Identity.Set(bundle);
        if (bundle.ReadOnlyRoot)
            RootFileSystem.Seal(bundle.Process.Cwd);
        return Limits.Set(bundle.Process);
    }

    static ProcessConfig Join(IReadOnlyList<string> args)
    {
        using var text = new MemoryStream();
        using (var pipe = new FileDescriptor(Process))
        {
            var part = new byte[4096];
            while (pipe.Read(part) is var size and > 0)
                text.Write(part, 0, size);
        }
        var process = BundleReader.Process(text.ToArray());
        ResourceLimits.SetOomScore(process);
        if (args.Contains("door"))
            EnterCgroup(JoinDoor);

        using (var container = ProcessHandle.FromDescriptor(new FileDescriptor(Container)))
            CurrentProcess.Join(container, Namespaces.Mount | Namespaces.Uts | Namespaces.Ipc | Namespaces.Net | Namespaces.Cgroup);
        using (var root = new FileDescriptor(Root))
            CurrentProcess.EnterRoot(root);
        return Limits.Set(process);
    }

    // Between our start and the line before this one the monitor may have died, unseen.
    static void EndIfMonitorIsGone(FileDescriptor answer)
    {
        var reader = new Poll();
        reader.ForHangup(answer);
        if (reader.Wait(TimeSpan.Zero))
            Environment.Exit(125);
    }

    static void EnterCgroup(int number)
    {
        using var door = new FileDescriptor(number);
        door.Write("0"u8);
    }

    static void EnterNamespaces(BundleConfig bundle)
    {
        foreach (var ns in bundle.Namespaces.Where(ns => ns.Path != ""))
        {
            CurrentProcess.Enter(ns.Path);
        }
        var created = Namespaces.None;
        foreach (var ns in bundle.Namespaces.Where(ns => ns.Path == ""))
            created |= ns.Type switch
            {
                "mount" => Namespaces.Mount,
                "uts" => Namespaces.Uts,
                "ipc" => Namespaces.Ipc,
                "cgroup" => Namespaces.Cgroup,
                "network" => Namespaces.Net,
                "pid" => Namespaces.None,   // we were born in it
                _ => throw new InvalidOperationException($"there is no namespace of type {ns.Type}"),
            };
        CurrentProcess.Unshare(created);
    }

    static StartFailure Become(ProcessConfig process)
    {
        CurrentProcess.ResetSignals();
        string name = process.Args[0];
        if (name.Contains('/'))
            return Refused(name, CurrentProcess.Become(name, process.Args, process.Env).Errno);

        // As execvp(3): the first that can be run; one that is there but cannot be is only told of when there is no other.
        var refusal = Errno.NoEntry;
        string path = process.Env.LastOrDefault(variable => variable.StartsWith("PATH=", StringComparison.Ordinal))?[5..] ?? "";
        foreach (string folder in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
            if (CurrentProcess.Become($"{folder}/{name}", process.Args, process.Env).Errno is var errno and not (Errno.NoEntry or Errno.NotDirectory))
                refusal = errno;
        return refusal == Errno.NoEntry
            ? new($"exec: \"{name}\": executable file not found in $PATH", refusal, OfCommand: true)
            : Refused(name, refusal);
    }

    static StartFailure Refused(string name, Errno errno) => new($"exec: \"{name}\": {errno.Text().ToLowerInvariant()}", errno, OfCommand: true);
}
