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
    /// <summary>Its name, as argv[0], and the files it is given beside the standard ones, and after those of <see cref="KeptFiles"/>.</summary>
    public const string Name = "hull-init";
    public const int Executable = 3, Answer = 4, Container = 5, Process = 6, Root = 7;

    const string DoorWord = "door=";

    /// <summary>The first of those that are for the command.</summary>
    public const int FirstKept = 3;

    /// <summary>The first of those files whose numbers the arguments of "start" say.</summary>
    public const int First = 5;

    /// <summary>"start FOLDER NAME=VALUE…", see <see cref="Startup"/>; or "join", and the doors of the control group to be entered.</summary>
    public static int Run(IReadOnlyList<string> args)
    {
        int kept = KeptFiles.Count(args);
        using var answer = new FileDescriptor(Answer + kept);
        try
        {
            CurrentProcess.Conceal();
            if (args[0] == "start")
                return new Startup(args).Run(answer);
            answer.Write(Become(Join(args, kept), answer).Pack());
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

    /// <summary>The words by which init is told of a control group's doors.</summary>
    public static IEnumerable<string> DoorsOf(Cgroup cgroup) => cgroup.Doors.Select(door => DoorWord + door);

    /// <summary>The doors that those words tell of.</summary>
    public static IEnumerable<string> Doors(IEnumerable<string> args)
    {
        foreach (string word in args)
            if (word.StartsWith(DoorWord, StringComparison.Ordinal))
                yield return word[DoorWord.Length..];
    }

    static ProcessConfig Join(IReadOnlyList<string> args, int kept)
    {
        Cgroup.Enter(Doors(args));
        using var text = new MemoryStream();
        using (var pipe = new FileDescriptor(Process + kept))
        {
            var part = new byte[4096];
            while (pipe.Read(part) is var size and > 0)
                text.Write(part, 0, size);
        }
        var process = BundleReader.Process(text.ToArray());
        ResourceLimits.SetOomScore(process);

        using (var container = ProcessHandle.FromDescriptor(new FileDescriptor(Container + kept)))
            CurrentProcess.Join(container, Namespaces.Mount | Namespaces.Uts | Namespaces.Ipc | Namespaces.Net | Namespaces.Cgroup
                | (process.InUserNamespace ? Namespaces.User : Namespaces.None));
        if (process.InUserNamespace)
            CurrentProcess.BecomeRootInside();
        using (var root = new FileDescriptor(Root + kept))
            CurrentProcess.EnterRoot(root);
        if (process.Terminal)
            ContainerTerminal.Make(process, asConsole: false);
        return Limits.Set(process with { KeptFiles = kept });
    }

    public static StartFailure Become(ProcessConfig process, FileDescriptor answer)
    {
        CurrentProcess.ResetSignals();
        if (!process.HasInit)
            return CommandSearch.Try(process, path => CurrentProcess.Become(path, process.Args, process.Env).Errno)!;
        using var executable = new FileDescriptor(Executable + process.KeptFiles);
        var failure = ReaperProgram.Become(process, executable, answer);
        return new(failure.Message, failure.Errno);
    }
}
