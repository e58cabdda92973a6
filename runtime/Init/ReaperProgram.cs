using System.Runtime.InteropServices;
using System.Text;
using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>
/// Process 1 of a container with --init: hull again, with the rights and the user that the command has and nothing else open. It starts the command, passes signals
/// on to it, waits for every process whose parent has ended, and ends as the command does.
/// </summary>
internal static class ReaperProgram
{
    /// <summary>Its name, as argv[0]; the command's words follow. And the files it is given beside the standard ones.</summary>
    public const string Name = "hull-reaper";
    const int Environment = 5, Answer = 6;

    // What the kernel sends for a fault of ours, what cannot be caught, and the word of a child's end, are for nobody else.
    static readonly int[] s_ours = [4, 5, 6, 7, 8, 9, 11, 17, 19, 31, 32, 33];

    /// <summary>Has the calling process, which has all rights that the command is to have and no more, become this one. Comes back only with the reason why not.</summary>
    /// <param name="process">The command.</param>
    /// <param name="executable">Hull's own, behind a read-only mount.</param>
    /// <param name="answer">Where to say that the command could not be started.</param>
    /// <remarks>
    /// A new program, and not this process going on: it has threads that still have all rights, and its environment must not be the container's, by which a
    /// .NET program can be told much.
    /// </remarks>
    public static LinuxException Become(ProcessConfig process, FileDescriptor executable, FileDescriptor answer)
    {
        using var environment = FileDescriptor.Memory("environment");
        environment.Write(Encoding.UTF8.GetBytes(string.Concat(process.Env.Select(variable => variable + "\0"))));
        environment.PassOn(Environment);
        answer.PassOn(Answer);
        return CurrentProcess.Become($"/proc/self/fd/{executable.Number}", [Name, .. process.Args], []);
    }

    public static int Run(IReadOnlyList<string> command)
    {
        using var answer = new FileDescriptor(Answer);
        var passing = new Passing();
        List<PosixSignalRegistration> registrations = [.. Enumerable.Range(1, SignalName.Last).Except(s_ours).Select(passing.Catch)];
        var child = Start(new() { Args = command, Env = ReadEnvironment() }, out var failure);
        if (child is null)
        {
            answer.Write(failure!.Pack());
            return 125;
        }
        answer.Dispose();
        passing.To(child.Handle);
        int code = child.WaitAmongAll();
        GC.KeepAlive(registrations);
        return code;
    }

    static string[] ReadEnvironment()
    {
        using var file = new FileDescriptor(Environment);
        var content = new byte[(int)(file.FileLength() ?? 0)];
        for (int at = 0; at < content.Length;)
            at += file.ReadAt(content.AsSpan(at), at);
        return Encoding.UTF8.GetString(content).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    // In a group of its own, and in the foreground of the terminal if there is one: what is typed to interrupt it is not for us, too.
    static ChildProcess? Start(ProcessConfig process, out StartFailure? failure)
    {
        ChildProcess? child = null;
        failure = CommandSearch.Try(process, path =>
        {
            try
            {
                child = new Spawn(path, process.Args) { Environment = process.Env, NewGroup = true, Foreground = TerminalSize.Of(Stdio.Input) is not null }
                    .With(0, Stdio.Input).With(1, Stdio.Output).With(2, Stdio.Error).Start();
                return Errno.None;
            }
            catch (LinuxException e)
            {
                return e.Errno;
            }
        });
        return child;
    }

    /// <summary>Signals that come before there is anybody to pass them on to are kept.</summary>
    sealed class Passing
    {
        readonly Lock _lock = new();
        readonly List<Signal> _early = [];
        ProcessHandle? _process;

        public PosixSignalRegistration Catch(int number) => PosixSignalRegistration.Create((PosixSignal)number, context =>
        {
            context.Cancel = true;
            lock (_lock)
                if (_process is null)
                    _early.Add((Signal)number);
                else
                    _process.Send((Signal)number);
        });

        public void To(ProcessHandle process)
        {
            lock (_lock)
            {
                _process = process;
                _early.ForEach(signal => process.Send(signal));
            }
        }
    }
}
