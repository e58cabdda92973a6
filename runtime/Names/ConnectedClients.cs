using System.Net;
using Linux;

namespace Hull.Names;

/// <summary>Who asks over a connection; each may ask several questions, one after the other or at once.</summary>
internal sealed class ConnectedClients(Watch watch, ConnectedClients.Asked asked) : IDisposable
{
    /// <summary>A message has come from a client; what is to be sent back goes through <paramref name="send"/>.</summary>
    public delegate void Asked(IPAddress client, ReadOnlySpan<byte> message, bool overTcp, Action<byte[]> send);

    /// <summary>How many connections one client may have, and all of them.</summary>
    const int MostForOne = 16, MostForAll = 256;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    sealed class Client(FileDescriptor socket, IPAddress address)
    {
        public FileDescriptor Socket => socket;
        public IPAddress Address => address;
        public MessageBuffer Received { get; } = new();
        public TimeSpan Deadline { get; set; }
        public bool IsGone { get; set; }
    }

    readonly List<Client> _clients = [];
    readonly Allowance _allowance = new(MostForOne);

    /// <summary>Takes in those who have connected.</summary>
    public void Accept(FileDescriptor listening)
    {
        while (StreamSocket.Accept(listening) is { } socket)
            if (_clients.Count < MostForAll && TcpSocket.PeerOf(socket) is { } peer && _allowance.Take(peer.Address))
                _clients.Add(new(socket, peer.Address) { Deadline = watch.Now + s_patience });
            else
                socket.Dispose();
    }

    /// <summary>Has them looked after until the next look; lets those go who are gone or have asked nothing for long.</summary>
    public void Look()
    {
        foreach (var client in _clients.FindAll(client => client.IsGone || client.Deadline <= watch.Now)) Remove(client);
        foreach (var client in _clients)
        {
            watch.For(client.Socket, toWrite: false, () => Hear(client));
            watch.Until(client.Deadline);
        }
    }

    void Hear(Client client)
    {
        try
        {
            client.IsGone = !client.Received.Fill(client.Socket);
        }
        catch (LinuxException)
        {
            client.IsGone = true;   // the connection broke: nobody is there to be told
        }
        while (!client.IsGone && client.Received.Next() is { } message)
        {
            client.Deadline = watch.Now + s_patience;
            asked(client.Address, message, overTcp: true, reply => Send(client, reply));
        }
    }

    static void Send(Client client, byte[] reply)
    {
        // One that does not read what it asked for is let go.
        if (!client.IsGone && !StreamSocket.TryWrite(client.Socket, MessageBuffer.WithLength(reply)))
            client.IsGone = true;
    }

    void Remove(Client client)
    {
        client.IsGone = true;   // an answer may still be on its way to it
        client.Socket.Dispose();
        _clients.Remove(client);
        _allowance.GiveBack(client.Address);
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Socket.Dispose();
    }
}
