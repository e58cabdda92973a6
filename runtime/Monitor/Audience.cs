using Linux;

namespace Hull.Monitor;

/// <summary>All who look on at a container, and the socket at which more of them may come.</summary>
internal sealed class Audience : IDisposable
{
    readonly List<Onlooker> _onlookers = [];
    FileDescriptor? _listening;

    /// <summary>What they say, but what is between the two of them and us.</summary>
    public Action<Onlooker, FrameKind, byte[]> Heard { get; set; } = (_, _, _) => { };

    /// <summary>One is gone.</summary>
    public Action<Onlooker> Gone { get; set; } = _ => { };

    /// <summary>Whether it has to be asked again, <see cref="Patience"/> later at most, before it is told more.</summary>
    public bool IsFull => _onlookers.Exists(one => one.IsFull);

    public TimeSpan Patience
    {
        get
        {
            var patience = Timeout.InfiniteTimeSpan;
            foreach (var one in _onlookers)
                if (one.Patience is var own && own != Timeout.InfiniteTimeSpan && (patience == Timeout.InfiniteTimeSpan || own < patience))
                    patience = own;
            return patience;
        }
    }

    /// <summary>Lets more of them come, through this socket.</summary>
    public void Listen(FileDescriptor socket) => _listening = socket;

    /// <summary>Has one more look on.</summary>
    public void Welcome(FileDescriptor socket)
    {
        var onlooker = new Onlooker(socket);
        _onlookers.Add(onlooker);
        onlooker.Add(FrameKind.Room);
    }

    public void Tell(FrameKind kind, ReadOnlySpan<byte> content)
    {
        foreach (var one in _onlookers)
            one.Add(kind, content);
        Forget();
    }

    public void AddTo(Poll poll)
    {
        if (_listening is not null)
            poll.ForReading(_listening);
        foreach (var one in _onlookers)
        {
            poll.ForReading(one.Socket);
            if (one.HasMore)
                poll.ForWriting(one.Socket);
        }
    }

    /// <summary>Does what there is to do after a wait. Who took nothing for too long is let go.</summary>
    public void Serve(Poll poll)
    {
        foreach (var one in _onlookers)
        {
            if (poll.IsReady(one.Socket))
            {
                one.Flush();
                if (one.IsHere)
                    one.Listen(Heard);
            }
            if (one.IsHere && one.Patience == TimeSpan.Zero)
                one.Close();
        }
        Forget();
        if (_listening is not null && poll.IsReady(_listening) && StreamSocket.Accept(_listening) is { } socket)
            Welcome(socket);
    }

    void Forget()
    {
        for (int i = _onlookers.Count - 1; i >= 0; i--)
            if (_onlookers[i] is { IsHere: false } or { HasLeft: true } && _onlookers[i] is var one)
            {
                _onlookers.RemoveAt(i);
                one.Close();
                Gone(one);
            }
    }

    /// <summary>Tells all how it ended, and waits until they have taken it: each as long as it is waited for.</summary>
    public void Dismiss(int exitCode)
    {
        foreach (var one in _onlookers)
            one.Add(FrameKind.Ended, BitConverter.GetBytes(exitCode));
        var poll = new Poll();
        while (_onlookers.RemoveAll(one => !one.IsHere || !one.HasMore) is var _ && _onlookers.Count > 0)
        {
            poll.Clear();
            foreach (var one in _onlookers)
                poll.ForWriting(one.Socket);
            bool any = poll.Wait(_onlookers.TrueForAll(one => one.IsPatient) ? Timeout.InfiniteTimeSpan : Onlooker.LongestWait);
            foreach (var one in _onlookers)
                if (poll.IsReady(one.Socket))
                    one.Flush();
                else if (!any && !one.IsPatient)
                    one.Close();
        }
    }

    public void Dispose()
    {
        foreach (var one in _onlookers)
            one.Dispose();
        _listening?.Dispose();
    }
}
