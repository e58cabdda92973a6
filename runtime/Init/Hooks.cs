using System.Text;
using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>Runs the programs that a bundle wants run at some point, one after the other, each with the container's state on its standard input.</summary>
internal static class Hooks
{
    /// <summary>Runs all, and throws at the first that fails, so that those that follow are not run.</summary>
    public static void Run(IReadOnlyList<Hook> hooks, string kind, string state)
    {
        foreach (var hook in hooks)
            Run(hook, kind, state);
    }

    static void Run(Hook hook, string kind, string state)
    {
        using var nothing = FileDescriptor.Append("/dev/null");
        var input = new Pipe();
        ChildProcess process;
        try
        {
            process = new Spawn(hook.Path, hook.Args.Count > 0 ? hook.Args : [hook.Path]) { Environment = hook.Env }
                .With(0, input.Reader).With(1, nothing).With(2, nothing).Start();
        }
        catch (LinuxException e)
        {
            throw new InvalidOperationException($"{kind} hook {hook.Path} cannot be run: {e.Errno.Text()}");
        }
        using var running = process;
        input.Reader.Dispose();
        Feed(input.Writer, state);
        if (hook.Timeout > 0 && !process.Handle.WaitForEnd(TimeSpan.FromSeconds(hook.Timeout)))
        {
            process.Handle.Send(Signal.Kill);
            process.Wait();
            throw new InvalidOperationException($"{kind} hook {hook.Path} took longer than its {hook.Timeout} s");
        }
        if (process.Wait() is not 0 and var code)
            throw new InvalidOperationException($"{kind} hook {hook.Path} failed with exit code {code}");
    }

    static void Feed(FileDescriptor input, string state)
    {
        using var closing = input;
        try
        {
            input.Write(Encoding.UTF8.GetBytes(state));
        }
        catch (LinuxException e) when (e.Errno == Errno.BrokenPipe) { }   // not every hook reads
    }
}
