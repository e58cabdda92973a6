using System.Net;
using Linux;

namespace Hull.Network;

/// <summary>
/// Carries connections and datagrams from [::1] to a container that has an IPv4 address only: no packet can be led from one family to the other. All others reach a
/// container without anybody between. One thread of the monitor's; the bytes of connections do not leave the kernel.
/// </summary>
internal sealed class LocalForwarder : IDisposable
{
    /// <summary>A socket that listens, or receives datagrams, and the container's port that it is for.</summary>
    internal sealed record Door(FileDescriptor Open, ushort Port, bool IsUdp);

    /// <summary>How many connections there may be at once.</summary>
    const int Most = 128;

    readonly Dictionary<int, Door> _doors;
    readonly Dictionary<int, ForwardedConnection> _connections = [];
    readonly Func<IPAddress?> _container;
    readonly LocalDatagrams _datagrams;
    readonly Epoll _epoll = new();
    readonly Pipe _end = new();
    readonly Thread _thread;

    LocalForwarder(IReadOnlyList<Door> doors, Func<IPAddress?> container)
    {
        (_doors, _container) = (doors.Where(door => !door.IsUdp).ToDictionary(door => door.Open.Number), container);
        _datagrams = new(doors.Where(door => door.IsUdp), container, _epoll);
        _thread = new(Run, maxStackSize: 128 << 10) { IsBackground = true };
    }

    /// <param name="container">Its address at the moment; null when it has none.</param>
    public static LocalForwarder Start(IReadOnlyList<Door> doors, Func<IPAddress?> container)
    {
        var forwarder = new LocalForwarder(doors, container);
        forwarder._thread.Start();
        return forwarder;
    }

    void Run()
    {
        _epoll.Watch(_end.Reader, toRead: true, toWrite: false);
        foreach (var door in _doors.Values) _epoll.Watch(door.Open, toRead: true, toWrite: false);
        while (true)
            foreach (int ready in _epoll.Wait())
                if (ready == _end.Reader.Number)
                    return;
                else if (_doors.TryGetValue(ready, out var door))
                    Accept(door);
                else if (_connections.TryGetValue(ready, out var connection))
                    GoOn(connection);
                else
                    _datagrams.Pass(ready);
    }

    void Accept(Door door)
    {
        try
        {
            while (StreamSocket.Accept(door.Open) is { } client)
                if (_connections.Count < 2 * Most && _container() is { } address)
                    Connect(client, new(address, door.Port));
                else
                    client.Dispose();
        }
        catch (LinuxException)
        {
            return;   // no room for one more: who is there is served, who waits goes on waiting
        }
    }

    void Connect(FileDescriptor client, IPEndPoint container)
    {
        try
        {
            var connection = new ForwardedConnection(client, TcpSocket.Connect(container));
            _connections[connection.Client.Number] = _connections[connection.Container.Number] = connection;
            GoOn(connection);
        }
        catch (LinuxException)
        {
            client.Dispose();
        }
    }

    void GoOn(ForwardedConnection connection)
    {
        bool goesOn;
        try
        {
            goesOn = connection.Move();
            connection.Watch(_epoll, goesOn);
        }
        catch (LinuxException)
        {
            goesOn = false;   // one end broke it off
            connection.Watch(_epoll, goesOn);
        }
        if (goesOn)
            return;
        _connections.Remove(connection.Client.Number);
        _connections.Remove(connection.Container.Number);
        connection.Dispose();
    }

    public void Dispose()
    {
        _end.Writer.Dispose();
        _thread.Join();
        foreach (var connection in _connections.Values) connection.Dispose();
        _datagrams.Dispose();
        _end.Dispose();
        _epoll.Dispose();
    }
}
