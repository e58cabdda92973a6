using System.Runtime.InteropServices;
using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>How a program ended and what it wrote. The status of one that a signal ended is 128 and the signal's number.</summary>
public sealed record ProcessOutcome(int Status, byte[] Output, string Error);

/// <summary>
/// Runs a program to its end, without a thread or a pipe: its standard streams are files in memory, so neither side ever waits for the
/// other, and a daemon that it leaves behind keeps nobody waiting either.
/// </summary>
public static unsafe class ChildProcess
{
    /// <summary>How long a program that someone is still writing (ETXTBSY) is waited for.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(6);

    /// <param name="environment">All of it, as NAME=VALUE: nothing is inherited.</param>
    public static ProcessOutcome Run(string file, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, ReadOnlySpan<byte> input)
    {
        using FileDescriptor stdin = MemoryFile("stdin"), stdout = MemoryFile("stdout"), stderr = MemoryFile("stderr");
        Check(Libc.write(stdin, input, input.Length), "pass standard input on");
        Rewind(stdin);

        int pid = SpawnWhenWritten(file, [file, .. arguments], environment, stdin, stdout, stderr);
        int status;
        while (Libc.waitpid(pid, out status, 0) < 0)
            if (Last($"wait for {file}") is { Errno: not Errno.Interrupted } failure)
                throw failure;

        Rewind(stdout);
        Rewind(stderr);
        int signal = status & 0x7f;
        return new(signal == 0 ? status >> 8 & 0xff : 128 + signal,
            SmallFile.ReadAll(stdout, "standard output"), Encoding.UTF8.GetString(SmallFile.ReadAll(stderr, "standard error")));
    }

    static FileDescriptor MemoryFile(string name) => new(Check(Libc.memfd_create(name, Libc.MFD_CLOEXEC), "make a file in memory"));

    static void Rewind(FileDescriptor file)
    {
        if (Libc.lseek(file, 0, Libc.SEEK_SET) < 0)
            throw Last("rewind a file in memory");
    }

    // An installer that replaces a binary in place keeps it busy until it closes it, and that is what is waited for.
    static int SpawnWhenWritten(string file, string[] argv, IReadOnlyList<string> environment, FileDescriptor stdin, FileDescriptor stdout, FileDescriptor stderr)
    {
        int Attempt(out int pid) => Spawn(file, argv, environment, [stdin.Number, stdout.Number, stderr.Number], out pid);

        int error = Attempt(out int pid);
        if (error == (int)Errno.TextBusy)
        {
            using var writers = FileWatch.ForWriters(file);
            do
                error = Attempt(out pid);
            while (error == (int)Errno.TextBusy && writers.Wait(s_patience));
        }
        return error == 0 ? pid : throw new LinuxException($"run {file}", (Errno)error);
    }

    static int Spawn(string file, IReadOnlyList<string> argv, IReadOnlyList<string> environment, ReadOnlySpan<int> streams, out int pid)
    {
        Libc.FileActions actions;
        Libc.SpawnAttributes attributes;
        Libc.SignalSet pipe;
        Libc.posix_spawn_file_actions_init(&actions);
        for (int target = 0; target < streams.Length; target++)
            Libc.posix_spawn_file_actions_adddup2(&actions, streams[target], target);
        // .NET ignores SIGPIPE, and a child would inherit that.
        Libc.posix_spawnattr_init(&attributes);
        Libc.sigemptyset(&pipe);
        Libc.sigaddset(&pipe, Libc.SIGPIPE);
        Libc.posix_spawnattr_setsigdefault(&attributes, &pipe);
        Libc.posix_spawnattr_setflags(&attributes, Libc.POSIX_SPAWN_SETSIGDEF);

        byte** arguments = Strings(argv), variables = Strings(environment);
        int error = Libc.posix_spawn(out pid, file, &actions, &attributes, arguments, variables);
        Free(arguments);
        Free(variables);
        Libc.posix_spawnattr_destroy(&attributes);
        Libc.posix_spawn_file_actions_destroy(&actions);
        return error;
    }

    // An array that ends with a null pointer, as execve(2) wants its strings.
    static byte** Strings(IReadOnlyList<string> strings)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < strings.Count; i++)
            array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        return array;
    }

    static void Free(byte** strings)
    {
        for (var item = strings; *item != null; item++)
            Marshal.FreeCoTaskMem((nint)(*item));
        NativeMemory.Free(strings);
    }
}
