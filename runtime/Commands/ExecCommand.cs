using System.CommandLine;
using Hull.Bundle;
using Hull.Containers;
using Hull.Monitor;
using Linux;

namespace Hull.Commands;

/// <summary>hull exec</summary>
internal static class ExecCommand
{
    public static Command Create()
    {
        var environment = new Option<string[]>("--env", "-e") { Description = "Set a variable, NAME=value; or pass NAME on as it is here." };
        var folder = new Option<string?>("--workdir", "-w") { Description = "The folder to start in; that of the container's own command without." };
        var interactive = new Option<bool>("--interactive", "-i") { Description = "Let it read our standard input." };
        var words = new Argument<string[]>("CONTAINER COMMAND ARGS")
        {
            Arity = ArgumentArity.OneOrMore, Description = "Which container, and what to run in it.",
        };
        var exec = new Command("exec", "Runs one more command in a container that runs. Example: hull exec web ip addr")
        {
            environment, folder, interactive, words,
        };
        exec.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var given = parsed.GetRequiredValue(words);
            if (given.Length < 2)
                throw new HullException("exec needs a container and a command: hull exec CONTAINER COMMAND ARGS; see hull exec --help");
            var container = AllContainers.Get(given[0]);
            var first = BundleOf(container).Process;
            var variables = first.Env.ToList();
            DefaultBundle.Add(variables, ContainerOptions.Variables(parsed.GetValue(environment) ?? []));
            return Run(container, first with
            {
                Args = given[1..],
                Env = variables,
                Cwd = parsed.GetValue(folder) is { } other ? ContainerOptions.Folder(other) : first.Cwd,
            }, parsed.GetValue(interactive));
        });
        return exec;
    }

    static BundleConfig BundleOf(Container container) => ContainerStatus.Of(container).Phase == Phase.Running
        ? BundleReader.Read(container.Files.Bundle)
        : throw NotRunning(container);

    static HullException NotRunning(Container container) => new($"container {container.Name} is not running", exitCode: 1);

    static int Run(Container container, ProcessConfig process, bool interactive)
    {
        using var target = ContainerStatus.FindProcess(container) ?? throw NotRunning(container);
        using var root = ContainerStatus.OpenRoot(container) ?? throw NotRunning(container);
        using var signals = new SignalForwarding();
        using var streams = new Streams(interactive);
        var description = new Pipe();
        var launcher = Launcher.Join(target, root, description.Reader, Cgroup.Named(container.CgroupName), streams);
        streams.CloseFarEnds();
        description.Reader.Dispose();
        description.Writer.Write(BundleWriter.Process(process));
        description.Writer.Dispose();
        if (launcher.Failure() is { } failure)
            throw new HullException(failure.Message, failure.ExitCode);

        signals.To(ProcessHandle.Find(launcher.Pid));
        new Relay(streams, launcher.Ended)
        {
            Input = interactive ? Stdio.Input : null,
            Output = new Onlooker(1).Write,
            Error = new Onlooker(2).Write,
        }.Run();
        return launcher.ExitCode();
    }
}
