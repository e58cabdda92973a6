using System.CommandLine;
using System.Globalization;
using System.Text;
using Cli;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull wait</summary>
internal static class WaitCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var wait = new Verb("wait", "Waits until containers have ended, and prints their exit codes.", "hull wait job") { names };
        wait.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Garbage.Collect();
            int exitCode = 0;
            foreach (string name in parsed.GetRequiredValue(names))
                try
                {
                    Stdio.WriteOutput(Encoding.ASCII.GetBytes(Wait(AllContainers.Get(name)).ToString(CultureInfo.InvariantCulture) + "\n"));
                }
                catch (HullException e)
                {
                    Stdio.WriteError($"hull: {e.Message}");
                    exitCode = 1;
                }
            return exitCode;
        });
        return wait;
    }

    static int Wait(Container container)
    {
        // Opened while it is there: a container may be removed at its end.
        using var outcome = FindOutcome(container);
        if (outcome is null)
            return ContainerStatus.Of(container).ExitCode;
        Ending.WaitFor(container);
        var text = new byte[16];
        int size = outcome.ReadAt(text, 0);
        return size > 0 ? int.Parse(text.AsSpan(0, size), CultureInfo.InvariantCulture) : CodeUnseen(container);
    }

    static FileDescriptor? FindOutcome(Container container)
    {
        try
        {
            return FileDescriptor.Open(container.Files.Outcome);
        }
        catch (LinuxException e) when (e.Errno is Errno.NoEntry or Errno.NotDirectory)
        {
            return null;   // nobody has started it, or all is over
        }
    }

    // Its monitor did not live to see it; or it could not be started.
    static int CodeUnseen(Container container)
    {
        Garbage.Collect();
        return Container.Find(container.Id) is null ? ContainerStatus.Unseen : ContainerStatus.Of(container).ExitCode;
    }
}
