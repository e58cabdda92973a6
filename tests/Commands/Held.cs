using System.Globalization;

namespace Tests.Commands;

/// <summary>Commands that strace holds in the middle, at a system call of one of their processes, for as long as a test does something else.</summary>
internal static class Held
{
    /// <summary>The number, among its process's calls of that name, of the first that names a path; for <see cref="At"/>.</summary>
    public static int CallNumber(Lab lab, string command, string call, string path)
    {
        lab.Try($"exec strace -f -y -qq -e trace={call} -e signal=none -o /run/calls {command}");
        var lines = File.ReadAllLines("/run/calls").Select(line => line.Split(' ', 2)).Where(line => line[1].Contains(call)).ToList();
        var found = lines.First(line => line[1].Contains(path));
        return lines.TakeWhile(line => line != found).Count(line => line[0] == found[0]) + 1;
    }

    /// <summary>Runs it, and does something while a process is stopped right after its nth call of that name.</summary>
    /// <param name="passing">How many processes may pass that call before the one that is stopped there.</param>
    /// <returns>How the command ended, and what strace wrote down.</returns>
    public static (Outcome Outcome, string Trace) At(Lab lab, string command, string call, int which, Action meanwhile, int passing = 0)
    {
        string number = which.ToString(CultureInfo.InvariantCulture);
        Outcome? outcome = null;
        using var process = Shell.Start($"exec strace -f -qq -e trace={call} -e inject={call}:signal=SIGSTOP:when={number} -o /run/held {command}");
        process.StandardInput.Close();
        var reader = new Thread(() => outcome = new(0, process.StandardOutput.ReadToEnd().TrimEnd('\n'), process.StandardError.ReadToEnd().TrimEnd('\n')));
        reader.Start();
        string? stopped = null;
        try
        {
            for (int stop = 0; stop <= passing && !process.HasExited; stop++)
            {
                lab.Until($"{command} is stopped", () => (stopped = Stopped(stop)) is not null || process.HasExited);
                if (stop < passing && stopped is not null)
                    lab.Tool($"kill -CONT {stopped.Split(' ')[0]}");
            }
            if (stopped is null)
                throw new InvalidOperationException($"{command} made no {which} calls of {call}");
            meanwhile();
        }
        finally
        {
            if (stopped is not null)
                lab.Tool($"kill -CONT {stopped.Split(' ')[0]}");
            else
                process.Kill(entireProcessTree: true);
            reader.Join();
            process.WaitForExit();
        }
        return (outcome! with { ExitCode = process.ExitCode }, File.ReadAllText("/run/held"));
    }

    static string? Stopped(int stop) => File.Exists("/run/held") ? File.ReadAllLines("/run/held").Where(line => line.Contains("stopped by SIGSTOP")).Skip(stop).FirstOrDefault() : null;
}
