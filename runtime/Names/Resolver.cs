using System.Net;
using System.Net.Sockets;
using Cni;
using Linux;

namespace Hull.Names;

/// <summary>
/// A network's name server: answers what containers are called from <see cref="NameRecords"/>, and has the host's name servers asked for the rest. One thread, and
/// nothing on disk: it can be killed at any time and started anew.
/// </summary>
internal sealed class Resolver : IDisposable
{
    const int Port = 53;

    readonly string _network, _folder;
    readonly IReadOnlyList<Cidr> _gateways;
    readonly bool _internal;
    readonly Watch _watch = new();
    readonly Forwarder _forwarder;
    readonly List<UdpSocket> _datagrams = [];
    readonly List<FileDescriptor> _listening = [];
    readonly ConnectedClients _clients;
    readonly FileWatch _changes;
    NameRecords _records = NameRecords.None;
    uint _turn;

    /// <summary>Listens, but does not answer yet.</summary>
    /// <param name="folder">Where the names are written down.</param>
    /// <param name="gateways">The network's gateways, with the prefixes of their networks.</param>
    /// <param name="isInternal">Whether nothing outside is to be asked.</param>
    /// <exception cref="LinuxException">An address is not there, or somebody else answers at it.</exception>
    public Resolver(string network, string folder, IReadOnlyList<Cidr> gateways, bool isInternal)
    {
        (_network, _folder, _gateways, _internal) = (network, folder, gateways, isInternal);
        _forwarder = new(_watch, client => HostResolvers.For(_records.ContainerAt(client, _network), [.. gateways.Select(gateway => gateway.Address)]));
        _clients = new(_watch, Answer);
        Folder.Ensure(folder);
        _changes = FileWatch.ForEntries(folder);
        try
        {
            foreach (var gateway in gateways)
            {
                _datagrams.Add(UdpSocket.Bind(new(gateway.Address, Port)));
                _listening.Add(TcpSocket.Listen(new(gateway.Address, Port)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Answers until nobody in the network has a name any more. Between the last look at that and the end no other look is needed.</summary>
    /// <param name="lastLook">Keeps all others from counting on an answer, before the names are read for the last time.</param>
    /// <param name="goOn">There are names again.</param>
    public void Run(Action lastLook, Action goOn)
    {
        _records = NameRecords.Read(_folder);
        while (true)
        {
            if (!_records.Has(_network))
            {
                lastLook();
                _records = NameRecords.Read(_folder);
                if (!_records.Has(_network))
                    return;
                goOn();
            }
            WaitForWork();
        }
    }

    void WaitForWork()
    {
        _watch.For(_changes.Descriptor, toWrite: false, ReadAgain);
        foreach (var socket in _datagrams) _watch.For(socket.Descriptor, toWrite: false, () => AnswerDatagrams(socket));
        foreach (var socket in _listening) _watch.For(socket, toWrite: false, () => _clients.Accept(socket));
        _clients.Look();
        _forwarder.Look();
        _watch.Wait();
    }

    void ReadAgain()
    {
        _changes.Drain();
        _records = NameRecords.Read(_folder);
    }

    void AnswerDatagrams(UdpSocket socket)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (socket.TryReceive(buffer) is var (size, from))
            Answer(from.Address, buffer[..size], overTcp: false, reply => socket.TrySend(reply, from));
    }

    void Answer(IPAddress client, ReadOnlySpan<byte> message, bool overTcp, Action<byte[]> send)
    {
        if (DnsQuery.Read(message, out var problem) is not { } query)
        {
            if (DnsReply.ToUnreadable(message, problem) is { } refusal) send(refusal);
            return;
        }
        var question = new Question(client, query, message.ToArray(), overTcp, send);
        if (OwnAnswer(question) is { } answer) send(answer);
        else _forwarder.Ask(question);
    }

    // Null: ask elsewhere.
    byte[]? OwnAnswer(Question question)
    {
        var query = question.Query;
        if (!query.IsInternet)
            return DnsReply.Without(query, DnsOutcome.Refused);
        if (_records.Find(query.Name, _network, question.Client) is { } addresses)
            return DnsReply.Addresses(query, InTurn(OfType(addresses, query.Type)), question.Limit);
        if (query.Type == DnsType.Ptr && ReverseName.Read(query.Name) is { } address)
        {
            if (_records.NamesOf(address, _network, question.Client) is { Count: > 0 } names)
                return DnsReply.Names(query, names, question.Limit);
            return _internal || IsOurs(address) ? DnsReply.Without(query, DnsOutcome.NameError) : null;
        }
        // A name of one word is a container's, or nobody's: what is called so in other networks is not to be seen, here or outside.
        return _internal || query.Name != "" && !query.Name.Contains('.') ? DnsReply.Without(query, DnsOutcome.NameError) : null;
    }

    bool IsOurs(IPAddress address) => _gateways.Any(gateway => gateway.Contains(address));

    static List<IPAddress> OfType(IReadOnlyList<IPAddress> addresses, DnsType type) =>
        [.. addresses.Where(address => type == (address.AddressFamily == AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa))];

    // Who takes the first of several is to find another one first the next time.
    IEnumerable<IPAddress> InTurn(List<IPAddress> addresses)
    {
        if (addresses.Count < 2)
            return addresses;
        int first = (int)(_turn++ % (uint)addresses.Count);
        return [.. addresses[first..], .. addresses[..first]];
    }

    public void Dispose()
    {
        _changes.Dispose();
        _clients.Dispose();
        foreach (var socket in _datagrams) socket.Dispose();
        foreach (var socket in _listening) socket.Dispose();
    }
}
