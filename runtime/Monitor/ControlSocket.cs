using Hull.Containers;
using Linux;

namespace Hull.Monitor;

/// <summary>Where those who come later find a container's monitor. It is in a folder that only root can enter.</summary>
internal static class ControlSocket
{
    public static FileDescriptor Listen(Container container) => UnixSocket.Listen(container.Files.Control);

    /// <summary>Null when nobody is there to look on at: the container does not run.</summary>
    public static FileDescriptor? Connect(Container container)
    {
        try
        {
            return UnixSocket.Connect(container.Files.Control);
        }
        catch (LinuxException e) when (e.Errno is Errno.NoEntry or Errno.ConnectionRefused)
        {
            return null;
        }
    }
}
