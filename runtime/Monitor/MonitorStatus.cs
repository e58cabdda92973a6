using System.Globalization;
using System.Text;
using Linux;

namespace Hull.Monitor;

/// <summary>What a monitor tells the command that started it, a line each: "started 1234 ", "failed 125 why" or, in the end, "exited 0 ".</summary>
internal readonly record struct MonitorStatus(string Kind, int Number, string Text = "")
{
    public const string Started = "started", Failed = "failed", Exited = "exited";

    /// <summary>Tells it. That nobody listens any more is no failure: the container does not depend on it.</summary>
    public void Send(FileDescriptor pipe)
    {
        try
        {
            pipe.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Kind} {Number} {Text.ReplaceLineEndings(" ")}\n")));
        }
        catch (LinuxException e) when (e.Errno == Errno.BrokenPipe)
        {
            return;
        }
    }

    /// <summary>Waits for the next one. Null when the monitor is gone.</summary>
    public static MonitorStatus? Receive(FileDescriptor pipe)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (pipe.Read(next) == 1)
        {
            if (next[0] != '\n')
            {
                line.Add(next[0]);
                continue;
            }
            var parts = Encoding.UTF8.GetString([.. line]).Split(' ', 3);
            return new(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
        }
        return null;
    }
}
