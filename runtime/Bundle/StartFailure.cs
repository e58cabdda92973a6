using System.Globalization;
using System.Text;
using Linux;

namespace Hull.Bundle;

/// <summary>What init answers when a process in a container could not be started: which step failed, and what the kernel said.</summary>
/// <param name="Message">The step, and the errno in words.</param>
/// <param name="OfCommand">The step was the last one: to become the command itself.</param>
internal sealed record StartFailure(string Message, Errno Errno, bool OfCommand = false)
{
    /// <summary>As docker has it: 127 for a command that is not there, 126 for one that cannot be run, 125 for what is not its fault.</summary>
    public int ExitCode => !OfCommand ? 125 : Errno == Errno.NoEntry ? 127 : 126;

    /// <summary>The answer, as it goes through the pipe.</summary>
    public byte[] Pack() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(OfCommand ? 1 : 0)} {(int)Errno} {Message}"));

    /// <summary>Reads the pipe to its end. Null when nothing was in it: init has become the command, which closed its end of the pipe.</summary>
    public static StartFailure? Read(FileDescriptor pipe)
    {
        var answer = new byte[4096];
        int length = 0;
        while (length < answer.Length && pipe.Read(answer.AsSpan(length)) is var size and > 0)
            length += size;
        if (length == 0)
            return null;
        var parts = Encoding.UTF8.GetString(answer, 0, length).Split(' ', 3);
        return new StartFailure(parts[2], (Errno)int.Parse(parts[1], CultureInfo.InvariantCulture), parts[0] == "1");
    }
}
