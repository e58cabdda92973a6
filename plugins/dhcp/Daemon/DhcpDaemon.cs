using System.Globalization;
using Cni;
using Linux;

namespace Plugins.Dhcp.Daemon;

/// <summary>
/// Takes and keeps leases for the plugins that ask. One thread waits for all at once: for plugins, for servers, and for the next time something is to be
/// said. It may be ended at any moment, by any means: what it knows is on disk, and the next daemon goes on from there.
/// </summary>
internal sealed class DhcpDaemon
{
    // More wait in the kernel's queue: a flood must not take all the files that a process can have open.
    const int MostConnections = 300;

    static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);   // poll(2) knows nothing smaller

    readonly DaemonOptions _options;
    readonly FileDescriptor _listening;
    readonly LeaseFolder _folder;
    readonly Dictionary<LeaseKey, Lease> _leases = [];
    readonly List<Connection> _connections = [];
    readonly Poll _poll = new();

    DhcpDaemon(DaemonOptions options, FileDescriptor listening, LeaseFolder folder) => (_options, _listening, _folder) = (options, listening, folder);

    /// <summary>Runs until it is ended. Comes back only with what keeps it from running: the exit status.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        try
        {
            var options = DaemonOptions.Read(arguments);
            var (listening, path) = ListeningSocket.Open(options);
            if (options.PidFile != "")
                AtomicFile.Write(options.PidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), flush: false);
            var daemon = new DhcpDaemon(options, listening, LeaseFolder.Open(path, options.HostPrefix));
            daemon.TakeUpLeases();
            Stdio.WriteError($"listening at {path}, with {daemon._leases.Count} leases");
            daemon.Serve();
            return 0;
        }
        catch (ArgumentException e)
        {
            Stdio.WriteError($"{e.Message}\n{DaemonOptions.Usage}");
            return 2;
        }
        catch (LinuxException e)
        {
            Stdio.WriteError(e.Message);
            return 1;
        }
    }

    void TakeUpLeases()
    {
        foreach (var (file, content) in _folder.All())
            if (content is not null && Lease.Restore(content, _options, _folder) is { } lease)
                _leases[lease.Key] = lease;
            else
                SmallFile.Remove(file);   // of another run of the machine, of a container that is gone, or not whole
    }

    void Serve()
    {
        while (true)
        {
            var talking = Wait();
            var now = BootTime.Now;
            // Places in the order in which Wait has added them.
            int place = 0;
            bool isCalled = _connections.Count < MostConnections && _poll.IsReady(place++);
            foreach (var connection in _connections.ToArray())
                if (_poll.IsReady(place++))
                    Hear(connection);
                else if (connection.Awaited is null && now >= connection.Deadline)
                    Drop(connection);
            foreach (var lease in talking)
                if (_poll.IsReady(place++))
                    lease.OnPacket(now);
            foreach (var lease in _leases.Values)
                if (lease.State != LeaseState.Over && now >= lease.Deadline)
                    lease.OnTime(now);
            Settle();
            if (isCalled)
                Accept(now);
        }
    }

    /// <summary>Waits until something is to be done; the leases whose packets were waited for.</summary>
    List<Lease> Wait()
    {
        _poll.Clear();
        if (_connections.Count < MostConnections)
            _poll.ForReading(_listening);
        var next = TimeSpan.MaxValue;
        foreach (var connection in _connections)
            if (connection.Awaited is not null)
                _poll.ForHangup(connection.Socket);
            else
            {
                _poll.ForReading(connection.Socket);
                next = connection.Deadline < next ? connection.Deadline : next;
            }
        var talking = new List<Lease>();
        foreach (var lease in _leases.Values)
        {
            next = lease.Deadline < next ? lease.Deadline : next;
            if (lease.Descriptor is not { } descriptor)
                continue;
            _poll.ForReading(descriptor);
            talking.Add(lease);
        }
        if (next == TimeSpan.MaxValue)
            _poll.Wait();
        else
            _poll.Wait(next - BootTime.Now is var left && left > TimeSpan.Zero ? left + s_tick : TimeSpan.Zero);
        return talking;
    }

    void Accept(TimeSpan now)
    {
        try
        {
            while (_connections.Count < MostConnections && StreamSocket.Accept(_listening) is { } socket)
                _connections.Add(new(socket, now));
        }
        catch (LinuxException e)
        {
            Stdio.WriteError(e.Message);
        }
    }

    void Hear(Connection connection)
    {
        try
        {
            if (connection.Awaited is { } unwanted)   // its plugin was ended while it waited
            {
                Drop(connection);
                unwanted.Release();
            }
            else if (connection.Receive() is { } call)
                Finish(connection, UnixSocket.PeerUser(connection.Socket) == 0 ? Answer(call, connection) : throw new CniError(CniErrorCode.InvalidEnvironment, "only root may ask"));
        }
        catch (CniError e)
        {
            Finish(connection, new() { Error = e });
        }
        catch (LinuxException e)
        {
            Finish(connection, DaemonAnswer.Failed(CniErrorCode.Internal, e.Message));
        }
    }

    /// <summary>Null when the answer has to wait for a server.</summary>
    DaemonAnswer? Answer(DaemonCall call, Connection from)
    {
        var lease = _leases.GetValueOrDefault(call.Key);
        switch (call.Verb)
        {
            case CniVerb.Add:
                from.Awaited = _leases[call.Key] = Taken(call, lease);
                return null;
            case CniVerb.Check:
                return lease is { IsHeld: true } ? Granted(lease) : DaemonAnswer.Failed(CniErrorCode.Internal, $"there is no lease for {call.Key}");
            case CniVerb.Del:
                lease?.Release();
                return DaemonAnswer.Done;
            case CniVerb.Gc:
                var valid = call.Valid.ToHashSet();
                foreach (var kept in _leases.Values.Where(kept => kept.Key.Network == call.Key.Network && !valid.Contains(kept.Key.Attachment)))
                    kept.Release();
                return DaemonAnswer.Done;
            default:
                return DaemonAnswer.Done;
        }
    }

    // The lease that is there already, if it is for this very link.
    Lease Taken(DaemonCall call, Lease? lease)
    {
        if (lease is not null && lease.State != LeaseState.Over)
        {
            if (lease.IsFor(call.NetNs))
                return lease;
            lease.Abandon();
        }
        return Lease.Ask(call, _options, _folder);
    }

    static DaemonAnswer Granted(Lease lease) => new() { Result = lease.Terms!.Result() };

    // Answers all those whose lease has come to something, and forgets the leases that are over.
    void Settle()
    {
        foreach (var connection in _connections.ToArray())
            if (connection.Awaited is { IsHeld: true } held)
            {
                if (!Finish(connection, Granted(held)))
                    held.Release();
            }
            else if (connection.Awaited is { State: LeaseState.Over } over)
                Finish(connection, DaemonAnswer.Failed(CniErrorCode.TryAgainLater, over.Failure));
        foreach (var (key, lease) in _leases)
            if (lease.State == LeaseState.Over)
                _leases.Remove(key);
    }

    bool Finish(Connection connection, DaemonAnswer? answer)
    {
        if (answer is null)
            return true;
        bool taken = connection.Answer(answer);
        Drop(connection);
        return taken;
    }

    void Drop(Connection connection)
    {
        _connections.Remove(connection);
        connection.Dispose();
    }
}
