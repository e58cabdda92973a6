using System.Net;
using Linux;

namespace Hull.Network;

/// <summary>
/// Carries datagrams to a container and its answers back, with a socket for each client, by which the container tells them apart. The one that has been silent for the
/// longest makes room for a new one.
/// </summary>
internal sealed class LocalDatagrams : IDisposable
{
    sealed record Door(UdpSocket Socket, ushort Port);

    sealed record Client(Door Door, IPEndPoint At, UdpSocket Way)
    {
        public long LastHeard { get; set; }
    }

    /// <summary>How many clients there may be at once, and how many datagrams one socket passes on before the others have their turn.</summary>
    const int Most = 128, AtOnce = 64;

    const int Largest = 65535;

    readonly Dictionary<int, Door> _doors;
    readonly Dictionary<(int Door, IPEndPoint At), Client> _clients = [];
    readonly Dictionary<int, Client> _byWay = [];
    readonly Func<IPAddress?> _container;
    readonly Epoll _epoll;
    readonly byte[] _buffer;
    long _heard;

    /// <param name="container">Its address at the moment; null when it has none.</param>
    public LocalDatagrams(IEnumerable<LocalForwarder.Door> doors, Func<IPAddress?> container, Epoll epoll)
    {
        _doors = doors.ToDictionary(door => door.Open.Number, door => new Door(new(door.Open), door.Port));
        (_container, _epoll) = (container, epoll);
        _buffer = _doors.Count > 0 ? new byte[Largest] : [];
        foreach (var door in _doors.Values) epoll.Watch(door.Socket.Descriptor, toRead: true, toWrite: false);
    }

    /// <summary>Passes on what a file has that is ready, if it is one of these.</summary>
    public void Pass(int ready)
    {
        if (_doors.TryGetValue(ready, out var door))
            PassIn(ready, door);
        else if (_byWay.TryGetValue(ready, out var client))
            PassBack(client);
    }

    void PassIn(int number, Door door)
    {
        try
        {
            for (int i = 0; i < AtOnce && door.Socket.TryReceive(_buffer) is var (size, from); i++)
                if ((_clients.GetValueOrDefault((number, from)) ?? Welcome(number, door, from)) is { } client)
                {
                    client.LastHeard = ++_heard;
                    if (!client.Way.TrySend(_buffer.AsSpan(0, size)))
                        Forget(client);   // the container may have another address by now: the next one asks
                }
        }
        catch (LinuxException)
        {
            return;   // this one is lost, as datagrams may be
        }
    }

    Client? Welcome(int number, Door door, IPEndPoint from)
    {
        if (_container() is not { } address)
            return null;
        if (_clients.Count >= Most)
            Forget(_clients.Values.MinBy(client => client.LastHeard)!);
        var client = new Client(door, from, UdpSocket.Connect(new(address, door.Port)));
        _clients[(number, from)] = _byWay[client.Way.Descriptor.Number] = client;
        _epoll.Watch(client.Way.Descriptor, toRead: true, toWrite: false);
        return client;
    }

    void PassBack(Client client)
    {
        try
        {
            for (int i = 0; i < AtOnce && client.Way.TryReceive(_buffer) is var (size, _); i++)
                client.Door.Socket.TrySend(_buffer.AsSpan(0, size), client.At);
        }
        catch (LinuxException)
        {
            Forget(client);   // nobody receives there
        }
    }

    void Forget(Client client)
    {
        _epoll.Watch(client.Way.Descriptor, toRead: false, toWrite: false);
        _clients.Remove((client.Door.Socket.Descriptor.Number, client.At));
        _byWay.Remove(client.Way.Descriptor.Number);
        client.Way.Dispose();
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Way.Dispose();
    }
}
