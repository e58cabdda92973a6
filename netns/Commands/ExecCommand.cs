using System.Collections;
using System.CommandLine;
using Linux;
using Netctl.Completions;
using Netctl.Tree;

namespace Netctl.Commands;

/// <summary>netctl exec NAME COMMAND…: becomes a program in a namespace, with that namespace's /sys and /etc.</summary>
internal static class ExecCommand
{
    public const string Name = "exec";

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The namespace: a name, or a path with a slash in it.", CompletionSources = { Candidates.Namespaces } };
        var command = new Argument<string[]>("command") { Arity = ArgumentArity.OneOrMore, Description = "The program and its arguments." };
        var exec = new Verb(Name, "Runs a program in a namespace and exits as it does; 127 when there is none, 126 when it cannot be run.",
            "netctl add blue", "netctl exec blue ip addr") { name, command };
        exec.SetAction(parsed => Run(parsed.GetRequiredValue(name), parsed.GetRequiredValue(command)));
        return exec;
    }

    static int Run(string name, string[] command)
    {
        try
        {
            foreach (string problem in NamespaceSurroundings.Enter(name))
                Stdio.WriteError(problem);
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry)
        {
            throw new CommandFailure(ExitCode.Usage, e.Message);
        }
        var failure = Become(command);
        Stdio.WriteError($"exec of \"{command[0]}\" failed: {failure.Errno.Text()}");
        return failure.Errno == Errno.NoEntry ? ExitCode.NotFound : ExitCode.CannotRun;
    }

    // As execvp(3): the first of that name on PATH that can be run; one that is there but must not be run is what the user hears of.
    static LinuxException Become(string[] command)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}").ToList();
        CurrentProcess.ResetSignal(Signal.Pipe);   // .NET ignores it; what our caller had ignored, as nohup does, stays so
        LinuxException? worst = null;
        foreach (string path in FilesOf(command[0]))
        {
            var failure = CurrentProcess.Become(path, command, environment);
            if (failure.Errno == Errno.ExecFormat)   // a script that does not say for which shell
                return CurrentProcess.Become("/bin/sh", ["sh", path, .. command[1..]], environment);
            if (worst is null || failure.Errno is not (Errno.NoEntry or Errno.NotDirectory)) worst = failure;
        }
        return worst!;
    }

    static IEnumerable<string> FilesOf(string program) => program.Contains('/')
        ? [program]
        : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .Split(':').Select(folder => $"{(folder == "" ? "." : folder)}/{program}");
}
