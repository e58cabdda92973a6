using System.CommandLine;
using Cli;
using Hull.Bundle;
using Hull.Containers;
using Hull.Monitor;
using Linux;

namespace Hull.Commands;

/// <summary>hull exec</summary>
internal static class ExecCommand
{
    static readonly Option<bool> s_detach = new("--detach", "-d") { Description = "Leave it running; what it writes is lost." };
    static readonly Option<bool> s_interactive = new("--interactive", "-i") { Description = "Let it read our standard input." };
    static readonly Option<bool> s_terminal = new("--tty", "-t") { Description = "Give it a terminal." };
    static readonly Option<string[]> s_environment = new("--env", "-e") { Description = "Set a variable, NAME=value; or pass NAME on as it is here." };
    static readonly Option<string?> s_folder = new("--workdir", "-w") { Description = "The folder to start in; that of the container's own command without." };
    static readonly Option<string?> s_user = new("--user", "-u") { Description = "USER[:GROUP], names or numbers; that of the container's own command without." };
    static readonly Option<bool> s_privileged = new("--privileged") { Description = "All rights that root has here." };
    static readonly Argument<string[]> s_words = new("CONTAINER COMMAND ARGS")
    {
        Arity = ArgumentArity.OneOrMore, Description = "Which container, and what to run in it.",
    };

    public static Command Create()
    {
        var exec = new Verb("exec", "Runs one more command in a container that runs; -it is for a shell that is typed to.", "hull exec web ip addr")
        {
            s_detach, s_interactive, s_terminal, s_environment, EnvironmentFile.Option, s_folder, s_user, s_privileged, AttachOptions.Keys, s_words,
        };
        exec.ProgramAt = 1;
        exec.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var given = parsed.GetRequiredValue(s_words);
            if (given.Length < 2)
                throw new HullException("exec needs a container and a command: hull exec CONTAINER COMMAND ARGS; see hull exec --help");
            bool detach = parsed.GetValue(s_detach), terminal = parsed.GetValue(s_terminal), input = parsed.GetValue(s_interactive) && !detach;
            if (terminal && input)
                Attachment.NeedTerminal();
            var container = AllContainers.Get(given[0]);
            var process = Process(container, given[1..], parsed);
            return detach ? ExecProcess.Detached(container, process) : Attached(container, process, input, AttachOptions.KeysOf(parsed));
        });
        return exec;
    }

    static ProcessConfig Process(Container container, string[] command, ParseResult parsed)
    {
        if (ContainerStatus.Of(container).Phase == Phase.Paused)
            throw new HullException($"container {container.Name} is paused: unpause it first (hull unpause {container.Name})", exitCode: 1);
        if (ContainerStatus.Of(container).Phase != Phase.Running)
            throw ExecProgram.NotRunning(container);
        var first = BundleReader.Read(container.Files.Bundle).Process;
        bool terminal = parsed.GetValue(s_terminal);
        var process = first with
        {
            Args = command,
            Env = Variables(container, first, parsed),
            Cwd = parsed.GetValue(s_folder) is { } other ? ContainerOptions.Folder(other) : first.Cwd,
            UserName = parsed.GetValue(s_user) ?? first.UserName,
            Terminal = terminal,
            ConsoleSize = terminal && !parsed.GetValue(s_detach) ? Attachment.Size() : null,
        };
        return parsed.GetValue(s_privileged)
            ? process with { Capabilities = [.. Capabilities.Available()], Sets = null, NoNewPrivileges = false, Seccomp = null }
            : process;
    }

    static List<string> Variables(Container container, ProcessConfig first, ParseResult parsed)
    {
        var variables = first.Env.ToList();
        // A HOME that nobody named is that of the first process's user.
        if (parsed.GetValue(s_user) is not null && !container.Config.Env.Any(variable => variable.StartsWith("HOME=", StringComparison.Ordinal)))
            variables.RemoveAll(variable => variable.StartsWith("HOME=", StringComparison.Ordinal));
        if (parsed.GetValue(s_terminal) && !variables.Exists(variable => variable.StartsWith("TERM=", StringComparison.Ordinal)))
            variables.Add("TERM=xterm");
        DefaultBundle.Add(variables, ContainerOptions.Variables([.. EnvironmentFile.Read(parsed), .. parsed.GetValue(s_environment) ?? []]));
        return variables;
    }

    static int Attached(Container container, ProcessConfig process, bool input, DetachKeys keys)
    {
        using var sockets = new SocketPair();
        using var signals = process.Terminal ? null : new SignalForwarding();
        var attachment = new Attachment(sockets.Ours) { IsTerminal = process.Terminal, WithInput = input, Keys = keys };
        attachment.Introduce();
        int pid = ExecProcess.Start(container, process, sockets.Theirs, input);
        sockets.Theirs.Dispose();
        signals?.To(ProcessHandle.Find(pid));
        return attachment.Run() ?? (attachment.IsDetached ? 0 : throw new HullException($"what minded the command in container {container.Name} was ended"));
    }
}
