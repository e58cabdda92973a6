using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>How a program ended and what it wrote. The status of one that a signal ended is 128 and the signal's number.</summary>
public sealed record ProgramOutcome(int Status, byte[] Output, string Error)
{
    /// <summary>How long a program that someone is still writing (ETXTBSY) is waited for.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(6);

    /// <summary>
    /// Runs a program to its end, without a thread or a pipe: its standard streams are files in memory, so neither side ever waits for the
    /// other, and a daemon that it leaves behind keeps nobody waiting either.
    /// </summary>
    /// <param name="environment">All of it, as NAME=VALUE: nothing is inherited.</param>
    public static ProgramOutcome Of(string file, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, ReadOnlySpan<byte> input)
    {
        using FileDescriptor stdin = MemoryFile("stdin"), stdout = MemoryFile("stdout"), stderr = MemoryFile("stderr");
        Check(Libc.write(stdin, input, input.Length), "pass standard input on");
        Rewind(stdin);

        var program = new Spawn(file, [file, .. arguments]) { Environment = environment }.With(0, stdin).With(1, stdout).With(2, stderr);
        using var child = StartWhenWritten(program, file);
        int status = child.Wait();

        Rewind(stdout);
        Rewind(stderr);
        return new(status, SmallFile.ReadAll(stdout, "standard output"), Encoding.UTF8.GetString(SmallFile.ReadAll(stderr, "standard error")));
    }

    static FileDescriptor MemoryFile(string name) => new(Check(Libc.memfd_create(name, Libc.MFD_CLOEXEC), "make a file in memory"));

    static void Rewind(FileDescriptor file)
    {
        if (Libc.lseek(file, 0, Libc.SEEK_SET) < 0)
            throw Last("rewind a file in memory");
    }

    // An installer that replaces a binary in place keeps it busy until it closes it, and that is what is waited for.
    static ChildProcess StartWhenWritten(Spawn program, string file)
    {
        try
        {
            return program.Start();
        }
        catch (LinuxException e) when (e.Errno == Errno.TextBusy)
        {
            using var writers = FileWatch.ForWriters(file);
            while (true)
                try
                {
                    return program.Start();
                }
                catch (LinuxException again) when (again.Errno == Errno.TextBusy && writers.Wait(s_patience)) { }   // written to the end: try again
        }
    }
}
