using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// Standard input, output and error by the system calls themselves. .NET's Console starts a thread and makes some thirty calls
/// before the first byte is out, which a program that runs for two milliseconds feels.
/// </summary>
public static class Stdio
{
    // Never closed: whatever opened next would become the standard stream of this number.
    static readonly FileDescriptor s_input = new(0), s_output = new(1), s_error = new(2);

    /// <summary>The streams themselves, to be passed on.</summary>
    public static FileDescriptor Input => s_input;

    /// <inheritdoc cref="Input"/>
    public static FileDescriptor Output => s_output;

    /// <inheritdoc cref="Input"/>
    public static FileDescriptor Error => s_error;

    /// <summary>Somebody may be typing.</summary>
    public static bool InputIsTerminal => Libc.isatty(s_input) == 1;

    /// <summary>Somebody may be looking at it.</summary>
    public static bool OutputIsTerminal => Libc.isatty(s_output) == 1;

    /// <inheritdoc cref="OutputIsTerminal"/>
    public static bool ErrorIsTerminal => Libc.isatty(s_error) == 1;

    const int MostInput = 8 << 20;

    /// <summary>All of standard input, to its end. Throws <see cref="LinuxException"/> with <see cref="Errno.FileTooBig"/> above 8 MiB.</summary>
    public static byte[] ReadInput() => SmallFile.ReadAll(s_input, "standard input", MostInput);

    /// <summary>Writes to standard output: one call, unless the reader takes it in parts.</summary>
    public static void WriteOutput(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
            content = content[(int)Check(Libc.write(s_output, content, content.Length), "write standard output")..];
    }

    /// <summary>A line for whoever looks on. That nobody reads it is no failure.</summary>
    public static void WriteError(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        Libc.write(s_error, bytes, bytes.Length);
    }
}
