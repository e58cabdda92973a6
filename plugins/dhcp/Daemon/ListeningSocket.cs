using System.Globalization;
using Linux;

namespace Plugins.Dhcp.Daemon;

/// <summary>Where plugins reach the daemon: a socket of its own, or one that systemd has opened and passed on (sd_listen_fds(3)).</summary>
internal static class ListeningSocket
{
    const int FirstPassed = 3;
    const uint OwnersOnly = 0x1c0 /* 0700 */;

    /// <summary>The socket, and its path as plugins know it.</summary>
    public static (FileDescriptor Socket, string Path) Open(DaemonOptions options)
    {
        if (Environment.GetEnvironmentVariable("LISTEN_PID") != Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            return (Make(options), options.SocketPath);
        string passed = Environment.GetEnvironmentVariable("LISTEN_FDS") ?? "";
        if (passed != "1")
            throw new ArgumentException($"Too many ({passed}) FDs passed through socket activation");
        var socket = UnixSocket.Adopt(FirstPassed);
        return (socket, UnixSocket.PathOf(socket));
    }

    static FileDescriptor Make(DaemonOptions options)
    {
        string path = options.HostPrefix + options.SocketPath;
        Folder.Ensure(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : "/", OwnersOnly);
        return UnixSocket.Listen(path);
    }
}
