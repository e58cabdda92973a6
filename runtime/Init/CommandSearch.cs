using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>Finds the command's program as execvp(3) does, and says in docker's words why there is none.</summary>
internal static class CommandSearch
{
    /// <summary>Tries one path after the other until <paramref name="run"/> says that it runs, with <see cref="Errno.None"/>: null then, else the reason why none did.</summary>
    public static StartFailure? Try(ProcessConfig process, Func<string, Errno> run)
    {
        string name = process.Args[0];
        if (name.Contains('/'))
            return run(name) is var only and not Errno.None ? Refused(name, only) : null;

        // The first that can be run; one that is there but cannot be is only told of when there is no other.
        var refusal = Errno.NoEntry;
        string path = process.Env.LastOrDefault(variable => variable.StartsWith("PATH=", StringComparison.Ordinal))?[5..] ?? "";
        foreach (string folder in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
            if (run($"{folder}/{name}") is var errno && errno == Errno.None)
                return null;
            else if (errno is not (Errno.NoEntry or Errno.NotDirectory))
                refusal = errno;
        return refusal == Errno.NoEntry
            ? new($"exec: \"{name}\": executable file not found in $PATH", refusal, OfCommand: true)
            : Refused(name, refusal);
    }

    /// <summary>Why it could not be run, found out without running it; null when nothing speaks against it. Reasons of other kinds are for who tries.</summary>
    public static StartFailure? Look(ProcessConfig process) =>
        Try(process, path => CurrentProcess.LooksRunnable(path) is var errno && errno is Errno.NoEntry or Errno.NotDirectory or Errno.Access ? errno : Errno.None);

    static StartFailure Refused(string name, Errno errno) => new($"exec: \"{name}\": {errno.Text().ToLowerInvariant()}", errno, OfCommand: true);
}
