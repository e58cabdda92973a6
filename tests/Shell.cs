using System.Diagnostics;
using Linux;

namespace Tests;

/// <summary>Runs a command line in the namespaces of the calling thread.</summary>
internal static class Shell
{
    public static Outcome Run(string command, string input = "", params ReadOnlySpan<(string Name, string Value)> environment)
    {
        // An nft element that was told to expire is listed until the kernel's clock goes on.
        if (command.Contains("nft") && command.Contains("list"))
            Tick.Await();
        using var process = Start(command, environment);
        string err = "";
        // Not an asynchronous read: that could start a pool thread, born in this thread's namespaces and living on in them.
        var errors = new Thread(() => err = process.StandardError.ReadToEnd());
        errors.Start();
        Feed(process, input);
        string output = process.StandardOutput.ReadToEnd();
        errors.Join();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.TrimEnd('\n'), err.TrimEnd('\n'));
    }

    static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command ended without reading all of its input; how it ended is what the test looks at.
        }
    }

    public static Process Start(string command, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // Root's tools live in sbin, which not every login has on its path.
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/local/sbin:/usr/sbin:/sbin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
